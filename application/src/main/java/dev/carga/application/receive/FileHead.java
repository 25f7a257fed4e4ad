package dev.carga.application.receive;

import dev.carga.application.receive.ReceiveResult.Refusal;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Recognition;

/// The head of a file: as many of its first bytes as tell what it is.
final class FileHead {

    /// What it tells.
    sealed interface HeadResult {
        /// Text of this layout.
        record Text(Layout layout) implements HeadResult {}

        record Packed(FileKind kind) implements HeadResult {}

        /// Nothing that is taken.
        record Rejected(ReceiveResult receipt) implements HeadResult {}
    }

    private FileHead() {}

    /// @param head    a chunk of the file: 64 KiB, some 700 lines, show how it writes numbers and dates
    /// @param whole   whether the file ends there
    /// @param context what else is known of it
    static HeadResult of(byte[] head, int length, boolean whole, Recognition.Context context) {
        FileKind kind = FileKind.of(head, length);
        return switch (kind) {
            case EMPTY -> refused(Refusal.EMPTY_FILE);
            case WIDE_TEXT -> refused(Refusal.WIDE_TEXT);
            case GZIP, ZSTD, ZIP -> new HeadResult.Packed(kind);
            case TEXT ->
                switch (Recognition.of(head, length, whole, context)) {
                    case Recognition.WrongHeader header ->
                        new HeadResult.Rejected(new ReceiveResult.WrongHeader(header));
                    case Recognition.HeaderBelowRows(long line) ->
                        new HeadResult.Rejected(new ReceiveResult.HeaderBelowRows(line));
                    case Recognition.CommasInNumbers(long line) ->
                        new HeadResult.Rejected(new ReceiveResult.CommasInNumbers(line));
                    case Recognition.HeaderTooLong _ -> refused(Refusal.HEADER_TOO_LONG);
                    case Recognition.Recognised(Layout layout) -> new HeadResult.Text(layout);
                };
            default -> new HeadResult.Rejected(new ReceiveResult.OtherKind(kind));
        };
    }

    private static HeadResult refused(Refusal reason) {
        return new HeadResult.Rejected(new ReceiveResult.Refused(reason));
    }
}
