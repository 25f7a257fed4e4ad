package dev.carga.application.receive;

import dev.carga.application.receive.Receipt.Refusal;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Recognition;

/// The head of a file: as many of its first bytes as tell what it is.
final class FileHead {

    /// What it tells.
    sealed interface Told {
        /// Text of this layout.
        record Text(Layout layout) implements Told {}

        record Packed(FileKind kind) implements Told {}

        /// Nothing that is taken.
        record Nothing(Receipt receipt) implements Told {}
    }

    private FileHead() {}

    /// @param head    a chunk of the file: 64 KiB, some 700 lines, show how it writes numbers and dates
    /// @param whole   whether the file ends there
    /// @param context what else is known of it
    static Told of(byte[] head, int length, boolean whole, Recognition.Context context) {
        FileKind kind = FileKind.of(head, length);
        return switch (kind) {
            case EMPTY -> refused(Refusal.EMPTY_FILE);
            case WIDE_TEXT -> refused(Refusal.WIDE_TEXT);
            case GZIP, ZSTD, ZIP -> new Told.Packed(kind);
            case TEXT ->
                switch (Recognition.of(head, length, whole, context)) {
                    case Recognition.WrongHeader header -> new Told.Nothing(new Receipt.WrongHeader(header));
                    case Recognition.HeaderBelowRows(long line) -> new Told.Nothing(new Receipt.HeaderBelowRows(line));
                    case Recognition.CommasInNumbers(long line) -> new Told.Nothing(new Receipt.CommasInNumbers(line));
                    case Recognition.HeaderTooLong _ -> refused(Refusal.HEADER_TOO_LONG);
                    case Recognition.Recognised(Layout layout) -> new Told.Text(layout);
                };
            default -> new Told.Nothing(new Receipt.OtherKind(kind));
        };
    }

    private static Told refused(Refusal reason) {
        return new Told.Nothing(new Receipt.Refused(reason));
    }
}
