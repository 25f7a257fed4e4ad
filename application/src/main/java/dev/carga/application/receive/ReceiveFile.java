package dev.carga.application.receive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/// Receives a file of any kind that is taken: text, a workbook, or either packed by gzip, by zstd, or in a
/// zip archive. Its content shows what it is, not its name. It is unpacked while it arrives, except a
/// workbook; each file of an archive becomes an upload of its own. Safe to call from several threads, one
/// file each.
public final class ReceiveFile {

    /// The extensions that the names of files should have.
    public static final List<String> EXTENSIONS =
            List.of(".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".gz", ".zst", ".zip");

    /// Other extensions of files that are read all the same: the refusal then says what the file is, and it
    /// may be text, as many an `.xls` is that no Excel wrote.
    private static final List<String> OTHER_EXTENSIONS =
            List.of(".xls", ".xlsb", ".htm", ".html", ".xml", ".json", ".tar", ".tgz");

    /// How many packings are taken off. A gzipped file in an archive is packed twice, and an HTTP client may
    /// pack it once more.
    public static final int MAX_PACKINGS = 3;

    private final ReceiveUpload receiveUpload;
    private final Unpacker unpacker;
    private final WorkbookReader workbooks;
    private final UnpackingLimits limits;

    /// Limits against archives that unpack to far more than they are.
    ///
    /// @param mostTimes how many times its packed size a file may have; files of purchases expand about ten
    ///                  times
    /// @param always    bytes that it may have in any case
    /// @param mostFiles of an archive
    /// @param fileBytes of a file, unpacked
    public record UnpackingLimits(int mostTimes, long always, int mostFiles, long fileBytes) {

        /// Limits with files of any size.
        public static final UnpackingLimits DEFAULT = new UnpackingLimits(200, 16 << 20, 1000, Long.MAX_VALUE);

        public UnpackingLimits withFileBytes(long most) {
            return new UnpackingLimits(mostTimes, always, mostFiles, most);
        }
    }

    /// The result of one file.
    ///
    /// @param name as the sender gave it; of a file in an archive the archive's, a slash, and its own
    public record Received(String name, ReceiveResult result) {}

    public ReceiveFile(
            ReceiveUpload receiveUpload, Unpacker unpacker, WorkbookReader workbooks, UnpackingLimits limits) {
        this.receiveUpload = receiveUpload;
        this.unpacker = unpacker;
        this.workbooks = workbooks;
        this.limits = limits;
    }

    /// Reads a file to its end.
    ///
    /// @param body not closed here
    /// @return one for each file, at least one. If the last is [ReceiveResult.Stopped], the body may have
    ///         bytes left that were not read
    /// @throws IOException if the body breaks off, as from [ReceiveUpload#receive]
    public List<Received> receive(IncomingFile file, InputStream body) throws IOException {
        if (!isTakenByName(file.name())) {
            return List.of(new Received(file.name(), receiveUpload.refuse(FileRefusal.Reason.WRONG_EXTENSION)));
        }
        return new FileUnpacking(receiveUpload, unpacker, workbooks, limits, body).receive(file);
    }

    /// Whether a file manager puts such a file into an archive by itself.
    public static boolean isOfTheSystem(String path, String name) {
        return path.startsWith("__MACOSX/") || name.startsWith(".");
    }

    /// Whether a file of this name is read at all.
    public static boolean isTakenByName(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lowerCase::endsWith)
                || OTHER_EXTENSIONS.stream().anyMatch(lowerCase::endsWith);
    }
}
