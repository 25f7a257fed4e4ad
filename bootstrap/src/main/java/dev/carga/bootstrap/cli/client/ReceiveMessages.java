package dev.carga.bootstrap.cli.client;

import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;

/// Why a file was not accepted, or not as a whole, in one clause for people. Its subject "it" is the file.
final class ReceiveMessages {

    private ReceiveMessages() {}

    /// @throws IllegalArgumentException if the file was accepted
    static String of(ReceiveResult result) {
        return switch (result) {
            case ReceiveResult.Accepted _ -> throw new IllegalArgumentException("An accepted file needs no reason");
            case ReceiveResult.Ended(var _, var aborted) -> ended(aborted);
            case ReceiveResult.Stopped(ReceiveResult.Stop reason) -> of(reason) + "; earlier lines are loaded";
            case ReceiveResult.Refused(FileRefusal refusal) -> of(refusal);
        };
    }

    private static String of(FileRefusal refusal) {
        return switch (refusal) {
            case FileRefusal.Repeated(var first) -> "its content was loaded before, by " + first;
            case FileRefusal.WrongHeader(var header) ->
                "its header does not name the eight columns (" + header.description() + ")";
            case FileRefusal.HeaderBelowRows(long line) ->
                "its header is on line " + line + ", below rows whose columns it may not name; move it to the first"
                        + " line, or name the columns with --columns";
            case FileRefusal.CommasInNumbers(long line) ->
                "its fields are separated by commas, and its numbers contain commas too (line " + line + "); separate"
                        + " the fields by ;, quote the numbers, or write them with a decimal point and without commas";
            case FileRefusal.UnknownSheet(var sheets) ->
                "it has no such sheet; its sheets are " + String.join(", ", sheets);
            case FileRefusal.OtherKind(var kind) ->
                "it is not a text table, but " + kind.description() + "; save or export it as CSV";
            case FileRefusal.Reason reason -> of(reason);
        };
    }

    private static String ended(@Nullable String aborted) {
        if (aborted == null) {
            return "it was cancelled or undone while it was sent";
        }
        return UploadView.TOO_MANY_FLAWS.equals(aborted)
                ? "more of its lines have a flaw than --max-flaws allows"
                : "more of its lines were rejected than --max-rejects allows";
    }

    private static String of(FileRefusal.Reason reason) {
        return switch (reason) {
            case WRONG_EXTENSION -> "its name must end in " + String.join(", ", ReceiveFile.EXTENSIONS);
            case EMPTY_FILE -> "it is empty";
            case WIDE_TEXT -> "it is text in UTF-32; save it as UTF-8";
            case HEADER_TOO_LONG -> "its header is longer than 64 KiB; does it end with a line break?";
            case SPREADSHEET -> "it is a workbook or a document; save the sheet as CSV";
            case UNKNOWN_CORRECTED_UPLOAD -> "the upload that it corrects does not exist";
            case DOCUMENT_NOT_WORKBOOK -> "it is a document, not a workbook; save the data as CSV";
            case BINARY_WORKBOOK -> "it is a workbook in binary format (.xlsb); save it as .xlsx or CSV";
            case PROTECTED_WORKBOOK -> "it is protected by a password; save it without one";
            case WORKBOOK_TOO_LARGE -> "it exceeds the size limit of workbooks; save the sheet as CSV";
            case BAD_NAME -> "its name contains invisible characters";
            case PACKED_NOT_RESUMABLE -> "it is compressed, and was sent in several requests";
            case PACKED_TOO_OFTEN -> "it is compressed several times over; compress it once";
        };
    }

    private static String of(ReceiveResult.Stop reason) {
        return switch (reason) {
            case DAMAGED -> "it cannot be decompressed (corrupt, or followed by other data); compress it again";
            case TRUNCATED -> "its compressed data are cut off";
            case ENCRYPTED -> "it is encrypted; compress it without a password";
            case UNSUPPORTED -> "its compression method is not supported; use zip, gzip or zstd";
            case WINDOW_TOO_LARGE -> "its zstd window is larger than 128 MiB; compress it with --long=27 or less";
            case EXPANDS_TOO_FAR -> "decompressed, it is more than 200 times as large; decompress it first";
            case TOO_LARGE -> "it exceeds the size limit of files";
            case TOO_MANY_FILES -> "it contains more than 1000 files; load them in several archives";
        };
    }
}
