package dev.carga.bootstrap.packages;

import java.io.IOException;
import java.io.InputStream;

/// Keeps the last bytes of an archive while it is read, which hold its end record (APPNOTE.TXT 4.3.16). The
/// library takes the end of the stream for the end of the entries, even if the archive breaks off between two of
/// them.
final class ZipEnd extends BlockInputStream {

    private static final int RECORD_BYTES = 22;
    private static final int ENTRIES = 10;
    private static final int COMMENT_LENGTH = 20;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int TOO_MANY_TO_COUNT = 0xFFFF;
    private static final int KEPT = 1 << 17;

    private final InputStream archive;
    private final byte[] ring = new byte[KEPT];
    private long count;

    ZipEnd(InputStream archive) {
        this.archive = archive;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = archive.read(bytes, from, length);
        for (int done = 0; done < read; ) {
            int place = (int) (count % KEPT);
            int some = Math.min(read - done, KEPT - place);
            System.arraycopy(bytes, from + done, ring, place, some);
            done += some;
            count += some;
        }
        return read;
    }

    /// The number of entries in the end record, if the archive ends with it and its comment; else -1. Call this
    /// only after the archive has been read to its end.
    private int entryCount() {
        long first = Math.max(0, count - RECORD_BYTES - MAX_COMMENT);
        for (long place = count - RECORD_BYTES; place >= first; place--) {
            if (at(place) == 'P' && at(place + 1) == 'K' && at(place + 2) == 5 && at(place + 3) == 6) {
                if (place + RECORD_BYTES + twoBytes(place + COMMENT_LENGTH) == count) {
                    return twoBytes(place + ENTRIES);
                }
            }
        }
        return -1;
    }

    boolean isComplete() {
        return entryCount() >= 0;
    }

    /// Whether the end record counts this many entries. If not, a program may have changed the archive and left
    /// old entries in place.
    boolean counts(int entries) {
        int recorded = entryCount();
        return recorded == TOO_MANY_TO_COUNT || recorded == (entries & 0xFFFF);
    }

    private int twoBytes(long place) {
        return at(place) | at(place + 1) << 8;
    }

    private int at(long place) {
        return ring[(int) (place % KEPT)] & 0xFF;
    }
}
