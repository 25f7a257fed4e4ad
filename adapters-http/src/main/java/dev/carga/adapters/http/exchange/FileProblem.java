package dev.carga.adapters.http.exchange;

import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.report.UploadView;
import dev.carga.domain.layout.FileKind;

/// Maps the result of receiving a file to the problem of a file that was not accepted.
public final class FileProblem {

    private FileProblem() {}

    public static RequestProblem of(Received file) {
        return of(file.name(), file.result());
    }

    /// The problem of a file.
    ///
    /// @throws IllegalArgumentException if it was accepted
    public static RequestProblem of(String name, ReceiveResult result) {
        return switch (result) {
            case ReceiveResult.Accepted _ -> throw new IllegalArgumentException("An accepted file has no problem");
            case ReceiveResult.Ended(var _, var aborted)
            when aborted == null -> RequestProblem.of(Problem.UPLOAD_ENDED, name);
            case ReceiveResult.Ended(var _, var aborted) ->
                RequestProblem.of(
                        UploadView.TOO_MANY_FLAWS.equals(aborted) ? Problem.TOO_MANY_FLAWS : Problem.TOO_MANY_REJECTS,
                        name);
            case ReceiveResult.Stopped(Stop reason) -> RequestProblem.of(of(reason), name);
            case ReceiveResult.Refused(FileRefusal refusal) -> of(name, refusal);
        };
    }

    private static RequestProblem of(String name, FileRefusal refusal) {
        return switch (refusal) {
            case FileRefusal.WrongHeader(var header) ->
                RequestProblem.of(Problem.WRONG_HEADER, name, header.description());
            case FileRefusal.HeaderBelowRows(long line) -> RequestProblem.of(Problem.HEADER_BELOW_ROWS, name, line);
            case FileRefusal.CommasInNumbers(long line) -> RequestProblem.of(Problem.COMMAS_IN_NUMBERS, name, line);
            case FileRefusal.UnknownSheet(var sheets) ->
                RequestProblem.of(Problem.UNKNOWN_SHEET, name, String.join(", ", sheets));
            case FileRefusal.OtherKind(FileKind kind) -> RequestProblem.of(of(kind), name, kind.description());
            case FileRefusal.Repeated(var first) -> RequestProblem.of(Problem.REPEATED_CONTENT, name, first);
            case FileRefusal.Reason reason -> RequestProblem.of(of(reason), name);
        };
    }

    private static Problem of(Stop reason) {
        return switch (reason) {
            case DAMAGED -> Problem.DAMAGED_PACKAGE;
            case TRUNCATED -> Problem.TRUNCATED_PACKAGE;
            case ENCRYPTED -> Problem.ENCRYPTED_PACKAGE;
            case UNSUPPORTED -> Problem.UNSUPPORTED_PACKAGE;
            case WINDOW_TOO_LARGE -> Problem.WINDOW_TOO_LARGE;
            case EXPANDS_TOO_FAR -> Problem.EXPANDS_TOO_FAR;
            case TOO_MANY_FILES -> Problem.TOO_MANY_FILES;
            case TOO_LARGE -> Problem.FILE_TOO_LARGE;
        };
    }

    private static Problem of(FileRefusal.Reason reason) {
        return switch (reason) {
            case WRONG_EXTENSION -> Problem.WRONG_EXTENSION;
            case EMPTY_FILE -> Problem.EMPTY_FILE;
            case WIDE_TEXT -> Problem.WIDE_TEXT;
            case HEADER_TOO_LONG -> Problem.HEADER_TOO_LONG;
            case SPREADSHEET -> Problem.SPREADSHEET;
            case DOCUMENT_NOT_WORKBOOK -> Problem.DOCUMENT_NOT_WORKBOOK;
            case BINARY_WORKBOOK -> Problem.BINARY_WORKBOOK;
            case PROTECTED_WORKBOOK -> Problem.PROTECTED_WORKBOOK;
            case WORKBOOK_TOO_LARGE -> Problem.WORKBOOK_TOO_LARGE;
            case PACKED_TOO_OFTEN -> Problem.PACKED_TOO_OFTEN;
            case PACKED_NOT_RESUMABLE -> Problem.PACKED_NOT_RESUMABLE;
            case UNKNOWN_CORRECTED_UPLOAD -> Problem.UNKNOWN_CORRECTED;
            case BAD_NAME -> Problem.BAD_FILE_NAME;
        };
    }

    private static Problem of(FileKind kind) {
        return switch (kind) {
            case HTML -> Problem.HTML_PAGE;
            case XML -> Problem.XML_DOCUMENT;
            case JSON -> Problem.JSON_DOCUMENT;
            case RTF -> Problem.RTF_DOCUMENT;
            case PDF -> Problem.PDF_DOCUMENT;
            case TAR -> Problem.TAR_ARCHIVE;
            case OLE -> Problem.OLD_WORKBOOK;
            case EBCDIC -> Problem.EBCDIC_TEXT;
            case BZIP2, XZ, SEVEN_ZIP, RAR, LZ4, COMPRESS, CABINET -> Problem.UNSUPPORTED_ARCHIVE;
            case PARQUET, AVRO, ARROW, ORC, SQLITE, DBASE, PICTURE, PROGRAM, BINARY -> Problem.BINARY_FILE;
            // These kinds have results of their own, and do not arrive here.
            case EMPTY -> Problem.EMPTY_FILE;
            case WIDE_TEXT -> Problem.WIDE_TEXT;
            case TEXT, GZIP, ZSTD, ZIP -> Problem.PACKED_TOO_OFTEN;
        };
    }
}
