package dev.carga.bootstrap.cli.client;

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
            case ReceiveResult.Repeated(var first) -> "it was loaded before, by " + first;
            case ReceiveResult.WrongHeader(var header) ->
                "its header does not name the eight columns (" + header.inWords() + ")";
            case ReceiveResult.HeaderBelowRows(long line) ->
                "its header is on line " + line + ", below rows whose columns it may not name; move it to the first"
                        + " line, or name the columns with --columns";
            case ReceiveResult.CommasInNumbers(long line) ->
                "its fields are separated by commas, and its numbers have commas, too (line " + line + "); write it"
                        + " with ; between the fields, with the numbers in quotes, or with a decimal point and no"
                        + " commas in the numbers";
            case ReceiveResult.UnknownSheet(var sheets) -> "it has no such sheet; it has " + String.join(", ", sheets);
            case ReceiveResult.Stopped(ReceiveResult.Stop reason) -> of(reason) + "; lines that came before are loaded";
            case ReceiveResult.OtherKind(var kind) ->
                "it is no table of text, but " + kind.inWords() + "; save or export it as CSV";
            case ReceiveResult.Refused(ReceiveResult.Refusal reason) -> of(reason);
        };
    }

    private static String ended(@Nullable String aborted) {
        if (aborted == null) {
            return "somebody cancelled it, or undid it";
        }
        return UploadView.TOO_MANY_FLAWS.equals(aborted)
                ? "more of its lines have a flaw than --max-flaws allows"
                : "more of its lines were rejected than --max-rejects allows";
    }

    private static String of(ReceiveResult.Refusal reason) {
        return switch (reason) {
            case WRONG_EXTENSION -> "its name must end in " + String.join(", ", ReceiveFile.EXTENSIONS);
            case EMPTY_FILE -> "it is empty";
            case WIDE_TEXT -> "it is text in UTF-32; save it as UTF-8";
            case HEADER_TOO_LONG -> "its header is longer than 64 KiB; is there a line end behind it?";
            case SPREADSHEET -> "it is a workbook or a document; save the sheet as CSV";
            case UNKNOWN_CORRECTED_UPLOAD -> "the upload that it is said to correct is not there";
            case DOCUMENT_NOT_WORKBOOK -> "it is a document, not a workbook; save the data as CSV";
            case BINARY_WORKBOOK -> "it is a workbook in binary format (.xlsb); save it as .xlsx or CSV";
            case PROTECTED_WORKBOOK -> "it is protected by a password; save it without one";
            case WORKBOOK_TOO_LARGE -> "it is larger than a workbook may be; save the sheet as CSV";
            case BAD_NAME -> "its name holds characters that are not to be seen";
            case PACKED_NOT_RESUMABLE -> "it is packed, and comes in several requests";
            case PACKED_TOO_OFTEN -> "it is packed within packages within packages; pack it once";
        };
    }

    private static String of(ReceiveResult.Stop reason) {
        return switch (reason) {
            case DAMAGED ->
                "what packs it cannot be read (changed, or there is something behind its end); pack it again";
            case TRUNCATED -> "what packs it ends before its end";
            case ENCRYPTED -> "it is encrypted; pack it without a password";
            case UNSUPPORTED -> "it is packed in a way that is not read here; pack it as zip, or by gzip or zstd";
            case WINDOW_TOO_LARGE ->
                "zstd looks back further than 128 MiB in it; pack it in one, with --long=27 or less";
            case EXPANDS_TOO_FAR -> "it becomes more than 200 times as large when it is unpacked; unpack it first";
            case TOO_LARGE -> "it is larger than may be";
            case TOO_MANY_FILES -> "it holds more than 1000 files; load them in several archives";
        };
    }
}
