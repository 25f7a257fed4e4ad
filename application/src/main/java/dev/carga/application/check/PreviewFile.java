package dev.carga.application.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Checks a file by its first bytes, and stores nothing. Safe to call from several threads; a few previews
/// run at a time, and the others wait for a permit.
public final class PreviewFile {

    /// The most bytes of a preview.
    public static final int MOST_BYTES = 256 << 10;

    /// How many of the first rows are returned.
    public static final int ROWS = 50;

    private static final int CONCURRENT_PREVIEWS = 2;

    private final CheckFile check;
    private final FileStart start;
    private final Semaphore permits = new Semaphore(CONCURRENT_PREVIEWS, true);

    public PreviewFile(CheckFile check, FileStart start) {
        this.check = check;
        this.start = start;
    }

    /// Checks the head of a file. It is unpacked as far as possible, and an incomplete last line is left out;
    /// a workbook must be whole.
    ///
    /// @param head  the whole file or its first bytes; at most [#MOST_BYTES]
    /// @return one for each file in it, at least one
    public List<CheckedFile> preview(FileToCheck file, byte[] head) throws IOException {
        try {
            permits.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for a permit");
        }
        try {
            if (file.whole()) {
                return check.check(file, new ByteArrayInputStream(head));
            }
            FileStart.Text text = start.of(file, head);
            return check.check(text.file(), new ByteArrayInputStream(text.bytes()));
        } finally {
            permits.release();
        }
    }
}
