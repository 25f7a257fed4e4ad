package dev.carga.bootstrap.packages;

import java.io.IOException;
import java.io.InputStream;

/// Keeps the end of an archive while it is read, where its last record is (APPNOTE.TXT 4.3.16). The library takes
/// the end of what it reads for the end of the entries, even where one breaks off between two of them.
final class ZipEnd extends BlockInputStream {

    private static final int RECORD_BYTES = 22;
    private static final int ENTRIES = 10;
    private static final int COMMENT_LENGTH = 20;
    private static final int MOST_COMMENT = 0xFFFF;
    private static final int TOO_MANY_TO_TELL = 0xFFFF;
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

    /// Once all has been read: how many entries the last record tells of, if the archive ends with it and its
    /// comment; else -1.
    private int entriesTold() {
        long first = Math.max(0, count - RECORD_BYTES - MOST_COMMENT);
        for (long place = count - RECORD_BYTES; place >= first; place--) {
            if (at(place) == 'P' && at(place + 1) == 'K' && at(place + 2) == 5 && at(place + 3) == 6) {
                if (place + RECORD_BYTES + twoBytes(place + COMMENT_LENGTH) == count) {
                    return twoBytes(place + ENTRIES);
                }
            }
        }
        return -1;
    }

    boolean isThere() {
        return entriesTold() >= 0;
    }

    /// One that tells of others may have been changed by a program that left old entries in their places.
    boolean tellsOf(int entries) {
        int told = entriesTold();
        return told == TOO_MANY_TO_TELL || told == (entries & 0xFFFF);
    }

    private int twoBytes(long place) {
        return at(place) | at(place + 1) << 8;
    }

    private int at(long place) {
        return ring[(int) (place % KEPT)] & 0xFF;
    }
}
