package dev.carga.application.receive;

import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.PartCutter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/// The memory for parts in the making, divided among the uploads that are received at the same moment: the
/// more there are, the smaller their parts.
///
/// Each upload, up to as many as may be received at once, has its [CuttingRules#fewestBytes()] for certain:
/// nobody ever waits for memory that a slow sender holds, and nobody is turned away in the middle of a file.
/// What is left is the common room. Of it an upload takes what it needs for parts as large as the rules
/// allow, up to an equal share, and asks anew with each part. Thread-safe.
public final class ReceivingMemory {

    /// More uploads at once than a database takes in faster for being so many.
    public static final int MOST_UPLOADS = 1000;

    /// A part is there three times at most: one grows, one waits for its turn, one is being stored.
    private static final int COPIES = 3;

    /// What an upload takes besides: what is read and not yet cut, here and in the HTTP adapter; its
    /// threads; a part compressed.
    private static final int BESIDES = 160 << 10;

    private final CuttingRules rules;
    private final long commonRoom;

    private final ReentrantLock lock = new ReentrantLock();
    private int present;
    private long taken;

    /// Divides so much among so many.
    ///
    /// @param bytes   for all uploads together
    /// @param uploads how many may be received at once, see [#mostUploads]; who lets them in lets in no more
    public ReceivingMemory(CuttingRules rules, long bytes, int uploads) {
        this.rules = rules;
        this.commonRoom = Math.max(0, bytes - uploads * fewestBytes(rules));
    }

    /// How many uploads fit into so many bytes, with a quarter left as common room. At least one, or nothing
    /// could ever be received.
    public static int mostUploads(CuttingRules rules, long bytes) {
        return Math.toIntExact(Math.clamp(bytes / 4 * 3 / fewestBytes(rules), 1, MOST_UPLOADS));
    }

    private static long fewestBytes(CuttingRules rules) {
        return BESIDES + (long) COPIES * rules.fewestBytes();
    }

    /// For an upload that begins.
    Share share() {
        lock.lock();
        try {
            present++;
            return new Share();
        } finally {
            lock.unlock();
        }
    }

    CuttingRules rules() {
        return rules;
    }

    /// One upload's share, to be closed when the upload is through.
    final class Share implements PartCutter.Room, AutoCloseable {

        private int granted = rules.fewestBytes();
        /// The sizes of the parts that are cut and not yet stored.
        private final Deque<Integer> leaving = new ArrayDeque<>();

        /// What it takes of the common room.
        private long extra;

        private boolean closed;

        private Share() {}

        @Override
        public boolean take(int bytes) {
            lock.lock();
            try {
                int wanted = Math.max(bytes, rules.fewestBytes());
                long more = extraFor(wanted) - extra;
                boolean fits = extra + more <= commonRoom / present && taken + more <= commonRoom;
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

        /// The part is cut. It counts until it is stored.
        void cut(CutPart part) {
            lock.lock();
            try {
                leaving.add(part.bytes().length);
                account();
            } finally {
                lock.unlock();
            }
        }

        /// The oldest of the parts that were cut is stored, or given up.
        void stored() {
            lock.lock();
            try {
                leaving.remove();
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
                    taken -= extra;
                    present--;
                }
            } finally {
                lock.unlock();
            }
        }

        private void account() {
            long now = extraFor(granted);
            taken += now - extra;
            extra = now;
        }

        /// The copies of a part of this size, beyond what every upload has for certain; and parts that were
        /// cut when there was more room.
        private long extraFor(int bytes) {
            long sum = (long) COPIES * (bytes - rules.fewestBytes());
            for (int part : leaving) {
                sum += Math.max(0, part - bytes);
            }
            return sum;
        }
    }
}
