package dev.carga.application.receive;

import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Recognition;
import dev.carga.domain.upload.UploadId;
import java.util.List;

/// Why a file is not accepted. Nothing of it is kept.
public sealed interface FileRefusal {

    /// The header does not name the columns as it must.
    record WrongHeader(Recognition.WrongHeader header) implements FileRefusal {}

    /// The header stands below rows whose columns it may not name.
    ///
    /// @param line of the header
    record HeaderBelowRows(long line) implements FileRefusal {}

    /// Commas separate the fields, and stand within unquoted numbers, too.
    ///
    /// @param line the first such line
    record CommasInNumbers(long line) implements FileRefusal {}

    /// The workbook has no sheet of the name or number that the options give.
    ///
    /// @param sheets the names of its sheets; the first ones if there are many
    record UnknownSheet(List<String> sheets) implements FileRefusal {
        public UnknownSheet {
            sheets = List.copyOf(sheets);
        }
    }

    /// The file is not a table of text.
    ///
    /// @param kind what it is instead
    record OtherKind(FileKind kind) implements FileRefusal {}

    /// The same content was received before, and the options do not allow a repeat.
    ///
    /// @param first the upload of the earlier file
    record Repeated(UploadId first) implements FileRefusal {}

    /// A refusal without further data. It comes before anything of the file is stored.
    enum Reason implements FileRefusal {
        /// The name has an extension that is not taken, see [ReceiveFile#isTakenByName].
        WRONG_EXTENSION,
        /// The file has no byte, or it is an archive without a file.
        EMPTY_FILE,
        /// The file is text in UTF-32.
        WIDE_TEXT,
        /// The header does not end within the first 64 KiB.
        HEADER_TOO_LONG,
        /// The file is an archive in which parts of a workbook or a document stand among other files.
        SPREADSHEET,
        /// The file is a document of an office program, not a workbook.
        DOCUMENT_NOT_WORKBOOK,
        /// The file is a workbook in Excel's binary format, `.xlsb`.
        BINARY_WORKBOOK,
        /// The file is an encrypted workbook.
        PROTECTED_WORKBOOK,
        /// The file is a workbook with more bytes, or more different texts, than are kept while it is read.
        WORKBOOK_TOO_LARGE,
        /// The file is packed more than [ReceiveFile#MAX_PACKINGS] times.
        PACKED_TOO_OFTEN,
        /// The file is packed and comes in several requests: unpacking cannot resume in the middle.
        PACKED_NOT_RESUMABLE,
        /// The options name an upload to be corrected that does not exist.
        UNKNOWN_CORRECTED_UPLOAD,
        /// The name is a path, or has characters that are not visible.
        BAD_NAME
    }
}
