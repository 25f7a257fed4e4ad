package dev.carga.application.receive;

import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Recognition;

/// The head of a file: its first bytes, as many as are needed to recognise it.
final class FileHead {

    /// What the head shows.
    sealed interface HeadResult {
        /// Text of this layout.
        record Text(Layout layout) implements HeadResult {}

        record Packed(FileKind kind) implements HeadResult {}

        record Rejected(FileRefusal refusal) implements HeadResult {}
    }

    private FileHead() {}

    /// @param head    a chunk of the file: 64 KiB, about 700 lines, show how it writes numbers and dates
    /// @param whole   whether the file ends there
    /// @param context what is known besides
    static HeadResult of(byte[] head, int length, boolean whole, Recognition.Context context) {
        FileKind kind = FileKind.of(head, length);
        return switch (kind) {
            case EMPTY -> new HeadResult.Rejected(FileRefusal.Reason.EMPTY_FILE);
            case WIDE_TEXT -> new HeadResult.Rejected(FileRefusal.Reason.WIDE_TEXT);
            case GZIP, ZSTD, ZIP -> new HeadResult.Packed(kind);
            case TEXT ->
                switch (Recognition.of(head, length, whole, context)) {
                    case Recognition.WrongHeader header -> new HeadResult.Rejected(new FileRefusal.WrongHeader(header));
                    case Recognition.HeaderBelowRows(long line) ->
                        new HeadResult.Rejected(new FileRefusal.HeaderBelowRows(line));
                    case Recognition.CommasInNumbers(long line) ->
                        new HeadResult.Rejected(new FileRefusal.CommasInNumbers(line));
                    case Recognition.HeaderTooLong _ -> new HeadResult.Rejected(FileRefusal.Reason.HEADER_TOO_LONG);
                    case Recognition.Recognised(Layout layout) -> new HeadResult.Text(layout);
                };
            default -> new HeadResult.Rejected(new FileRefusal.OtherKind(kind));
        };
    }
}
