package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Recognition;
import dev.carga.domain.upload.UploadId;
import java.util.List;

/// The answer to the sender of a file.
public sealed interface ReceiveResult {

    /// All of the file is durable; its parts are being loaded.
    ///
    /// @param parts how many there are; none if the file holds nothing but a header and blank lines
    record Accepted(UploadId upload, int parts) implements ReceiveResult {}

    /// The upload was ended while its file was still coming: somebody cancelled or undid it, or it was taken
    /// for abandoned. What became of the parts that came, its status tells.
    ///
    /// @param aborted why Carga itself ended it, such as
    ///                [dev.carga.application.report.UploadView#TOO_MANY_REJECTS]; null if it did not
    record Ended(UploadId upload, @Nullable String aborted) implements ReceiveResult {}

    /// The same content was received before, and is not wished again. Nothing of it was kept.
    ///
    /// @param first the upload that it came with
    record Repeated(UploadId first) implements ReceiveResult {}

    /// Nothing of it was kept.
    record Refused(Refusal reason) implements ReceiveResult {}

    /// Nothing of it was kept, since its header does not name the columns that there should be.
    record WrongHeader(Recognition.WrongHeader header) implements ReceiveResult {}

    /// Nothing of it was kept: its header stands below rows whose columns it does not name.
    ///
    /// @param line of the header
    record HeaderBelowRows(long line) implements ReceiveResult {}

    /// Nothing of it was kept: commas separate its fields, and stand within its numbers, too.
    ///
    /// @param line the first such line
    record CommasInNumbers(long line) implements ReceiveResult {}

    /// Nothing of it was kept, since the workbook has no sheet of the name or number that was asked for.
    ///
    /// @param sheets the names of those that it has, the first ones if they are many
    record UnknownSheet(List<String> sheets) implements ReceiveResult {
        public UnknownSheet {
            sheets = List.copyOf(sheets);
        }
    }

    /// Nothing of it was kept, since it is no table of text.
    ///
    /// @param kind what it is instead
    record OtherKind(FileKind kind) implements ReceiveResult {}

    /// Its reading was stopped in the middle. The whole parts that came before are being loaded, by an upload
    /// that says `interrupted`; of an archive, so are the files before.
    record Stopped(Stop reason) implements ReceiveResult {}

    /// Why a file is not read on.
    enum Stop {
        /// It is not what it says it is: bytes were changed, or something stands behind its end.
        DAMAGED,
        /// It ends before its end.
        TRUNCATED,
        /// A file of the archive can only be read with a password.
        ENCRYPTED,
        /// It is packed in a way that is not read here.
        UNSUPPORTED,
        /// It can only be unpacked with more memory than is given to it.
        WINDOW_TOO_LARGE,
        /// It becomes larger than a file of purchases would: a bomb.
        EXPANDS_TOO_FAR,
        /// An archive of more files than are taken at once.
        TOO_MANY_FILES,
        /// It has more bytes than a file may have.
        TOO_LARGE
    }

    /// Why a file is not taken. Told before anything of it is stored.
    enum Refusal {
        /// The name says that it is none of the files that are looked into, see [ReceiveFile#isTakenByName].
        WRONG_EXTENSION,
        /// Not a single byte came; or it is an archive without a file in it.
        EMPTY_FILE,
        /// It is text in UTF-32.
        WIDE_TEXT,
        /// Its header does not end within the first 64 KiB.
        HEADER_TOO_LONG,
        /// It is an archive in which parts of a workbook or a document stand among other files.
        SPREADSHEET,
        /// It is a document of an office program, and no workbook.
        DOCUMENT_NOT_WORKBOOK,
        /// It is a workbook in Excel's binary form, `.xlsb`.
        BINARY_WORKBOOK,
        /// It is a workbook that is encrypted.
        PROTECTED_WORKBOOK,
        /// It is a workbook of more bytes, or of more different texts, than are kept while it is read.
        WORKBOOK_TOO_LARGE,
        /// It is packed more often than anybody would.
        PACKED_TOO_OFTEN,
        /// It is packed, and comes in several requests: unpacking cannot go on in the middle.
        PACKED_NOT_RESUMABLE,
        /// It is said to correct an upload that is not there.
        UNKNOWN_CORRECTED_UPLOAD,
        /// Its name is a path, or holds what is not to be seen.
        BAD_NAME
    }
}
