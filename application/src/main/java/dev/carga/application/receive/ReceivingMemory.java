package dev.carga.application.receive;

import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.PartCutter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/// Divides the memory for unfinished parts among the uploads that are received at the same moment: the more
/// uploads, the smaller their parts.
///
/// A minimum is reserved for each upload that may be received at once, enough for parts of
/// [CuttingRules#fewestBytes()]: no upload waits for memory that a slow sender holds, and none is refused in
/// the middle of a file. The rest is shared. From it an upload takes what it needs for parts as large as the
/// rules allow, up to an equal share, and asks again with each part. Thread-safe.
public final class ReceivingMemory {

    /// The most uploads at once. Long before that, more of them do not make a database faster.
    public static final int MOST_UPLOADS = 1000;

    /// An upload holds at most three parts: one that grows, one that waits, and one that is being stored.
    private static final int PARTS = 3;

    /// The other memory of an upload: bytes that are read and not yet cut, here and in the HTTP adapter; its
    /// threads; a compressed part.
    private static final int OVERHEAD_BYTES = 160 << 10;

    private final CuttingRules rules;
    private final long sharedBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private int uploadsNow;
    private long takenBytes;

    /// @param bytes   for all uploads together
    /// @param uploads how many may be received at once, see [#mostUploads]; the caller admits no more
    public ReceivingMemory(CuttingRules rules, long bytes, int uploads) {
        this.rules = rules;
        this.sharedBytes = Math.max(0, bytes - uploads * fewestBytes(rules));
    }

    /// How many uploads may be received at once with so many bytes, of which a quarter is left to be shared.
    /// At least one, so that files can be received in any case.
    public static int mostUploads(CuttingRules rules, long bytes) {
        return Math.toIntExact(Math.clamp(bytes / 4 * 3 / fewestBytes(rules), 1, MOST_UPLOADS));
    }

    private static long fewestBytes(CuttingRules rules) {
        return OVERHEAD_BYTES + (long) PARTS * rules.fewestBytes();
    }

    /// The share of an upload that begins.
    Share share() {
        lock.lock();
        try {
            uploadsNow++;
            return new Share();
        } finally {
            lock.unlock();
        }
    }

    CuttingRules rules() {
        return rules;
    }

    /// One upload's share, to be closed at the end of the upload.
    final class Share implements PartCutter.Room, AutoCloseable {

        private int granted = rules.fewestBytes();

        /// The sizes in bytes of the parts that are cut and not yet stored, oldest first.
        private final Deque<Integer> unstored = new ArrayDeque<>();

        /// How much of the shared bytes this share has taken.
        private long extra;

        private boolean closed;

        private Share() {}

        @Override
        public boolean take(int bytes) {
            lock.lock();
            try {
                int wanted = Math.max(bytes, rules.fewestBytes());
                long more = extraFor(wanted) - extra;
                boolean fits = extra + more <= sharedBytes / uploadsNow && takenBytes + more <= sharedBytes;
                if (wanted > rules.fewestBytes() && !fits) {
                    return false;
                }
                granted = wanted;
                account();
                return true;
            } finally {
                lock.unlock();
            }
        }

        /// A part was cut. It counts until [#stored].
        void cut(CutPart part) {
            lock.lock();
            try {
                unstored.add(part.bytes().length);
                account();
            } finally {
                lock.unlock();
            }
        }

        /// The oldest part that was cut has been stored, or dropped.
        void stored() {
            lock.lock();
            try {
                unstored.remove();
                account();
            } finally {
                lock.unlock();
            }
        }

        /// Closing again does nothing.
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    takenBytes -= extra;
                    uploadsNow--;
                }
            } finally {
                lock.unlock();
            }
        }

        private void account() {
            long now = extraFor(granted);
            takenBytes += now - extra;
            extra = now;
        }

        /// The shared bytes that parts of this size need beyond the reserved minimum, and older parts that
        /// were cut when they could be larger.
        private long extraFor(int bytes) {
            long sum = (long) PARTS * (bytes - rules.fewestBytes());
            for (int part : unstored) {
                sum += Math.max(0, part - bytes);
            }
            return sum;
        }
    }
}
