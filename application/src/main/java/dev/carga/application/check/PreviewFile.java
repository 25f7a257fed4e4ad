package dev.carga.application.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Tells what would become of a file from its first bytes, of which nothing is kept. Safe to call from several
/// threads; a few are served at a time, and the others wait the moment that takes.
public final class PreviewFile {

    /// As many bytes are taken at most.
    public static final int MOST_BYTES = 256 << 10;

    /// As many of the first rows are shown.
    public static final int ROWS = 50;

    private static final int AT_ONCE = 2;

    private final CheckFile check;
    private final FileStart start;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    public PreviewFile(CheckFile check, FileStart start) {
        this.check = check;
        this.start = start;
    }

    /// Looks at the file. Where only its head is there, that is unpacked as far as it goes, and a last line
    /// that is cut in the middle is left out; a workbook must be there as a whole.
    ///
    /// @param head  all of it, or its first bytes; at most [#MOST_BYTES]
    /// @return one for each file that is there, at least one
    public List<CheckedFile> preview(FileToCheck file, byte[] head) throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while it waited for its turn");
        }
        try {
            if (file.whole()) {
                return check.check(file, new ByteArrayInputStream(head));
            }
            FileStart.Text text = start.of(file, head);
            return check.check(text.file(), new ByteArrayInputStream(text.bytes()));
        } finally {
            places.release();
        }
    }
}
