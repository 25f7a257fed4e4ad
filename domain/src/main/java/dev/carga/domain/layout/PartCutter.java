package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.Arrays;

/// Cuts a file into parts while it arrives, in chunks of any size. Removes the byte order mark and the lines
/// above the rows. Blank lines count for line numbers only; a part never consists of blank lines alone.
///
/// A line longer than the rules allow is truncated to one byte more than the limit, so that the line parser
/// rejects it. So memory is bounded by one part, whatever the file contains.
///
/// The available memory may change while the file arrives: the cutter asks [Room] each time the current part
/// needs more. If that is refused, the complete lines are emitted at once as a smaller part.
///
/// Not thread-safe. One cutter reads one file: [#add(byte[], int, int, Sink)] any number of times, then
/// [#finish(Sink)] once.
public final class PartCutter {

    /// Consumes the parts in order.
    ///
    /// @param <X> an exception of the sink, which ends the cutting
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void accept(CutPart part) throws X;
    }

    /// The memory for the current part. Called from the cutter's thread.
    @FunctionalInterface
    public interface Room {

        /// Memory for parts as large as the rules allow.
        Room UNLIMITED = _ -> true;

        /// Requests a total number of bytes, which replaces the previous grant. If the request is refused,
        /// the previous grant remains. A request for at most [CuttingRules#fewestBytes()] must be granted.
        boolean take(int bytes);
    }

    /// The state of a cutter, from which another can continue.
    ///
    /// @param parts     the number of parts so far
    /// @param firstLine the number of the line with which the text behind these parts begins
    /// @param headLines the number of lines above the rows that are still to be removed
    /// @param columns   the fields of the first line behind these parts, if a repeated header changed them;
    ///                  else null
    public record CutterCheckpoint(
            int parts,
            long firstLine,
            int headLines,
            @Nullable FileColumns columns) {}

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int SMALLEST_BUFFER = 64 << 10;

    private final CuttingRules rules;
    private final Room room;

    /// The lines of the current part, including the incomplete last one.
    private byte[] buffer;

    private int length;
    private int lineStart;
    private int rows;
    private int parts;
    /// The number of the first line of the buffer.
    private long firstLine = 1;

    /// The number of the current line.
    private long line = 1;

    /// The number of lines above the rows that are still to be removed.
    private int headLines;

    /// The number of bytes of a byte order mark at the beginning of the file that have arrived. They are held
    /// back until the mark is complete.
    private int markLength;

    private boolean markPossible = true;

    /// Recognises repeated headers; null if they are treated as rows.
    private final @Nullable RepeatedHeader headers;

    private final @Nullable FileColumns fileColumns;

    /// The fields of the first line of the buffer, if they are not those of the file; else null.
    private @Nullable FileColumns partColumns;

    /// The fields of the next line, if they are not those of the file; else null.
    private @Nullable FileColumns columns;

    /// A cutter with unlimited memory that treats repeated headers as rows.
    ///
    /// @param headLines the number of lines above the rows that are not blank
    public PartCutter(CuttingRules rules, int headLines) {
        this(rules, headLines, null, Room.UNLIMITED);
    }

    /// A cutter at the beginning of a file.
    ///
    /// @param headLines the number of lines above the rows that are not blank
    /// @param format    the format of the lines, to recognise repeated headers; null to treat them as rows
    public PartCutter(CuttingRules rules, int headLines, @Nullable LineFormat format, Room room) {
        this.headers = format == null ? null : new RepeatedHeader(format);
        this.fileColumns = format == null ? null : format.columns();
        this.rules = rules;
        this.headLines = headLines;
        this.room = room;
        this.buffer = new byte[Math.min(rules.fewestBytes(), SMALLEST_BUFFER)];
    }

    /// Continues from a checkpoint of another cutter, which must have read at least the first three bytes of
    /// the file. The other cutter's [#text()] must be added first.
    public PartCutter(CuttingRules rules, CutterCheckpoint checkpoint, @Nullable LineFormat format, Room room) {
        this(rules, checkpoint.headLines(), format, room);
        columns = checkpoint.columns();
        partColumns = columns;
        parts = checkpoint.parts();
        firstLine = checkpoint.firstLine();
        line = firstLine;
        markPossible = false;
    }

    /// The state behind the last part. Together with [#text()] it is all that another cutter needs to
    /// continue.
    public CutterCheckpoint checkpoint() {
        return new CutterCheckpoint(parts, firstLine, headLines, partColumns);
    }

    /// A copy of the text behind the last part. Lines that are too long are truncated.
    public byte[] text() {
        return Arrays.copyOf(buffer, length);
    }

    /// The number of parts so far.
    public int parts() {
        return parts;
    }

    /// Reads the next bytes of the file, `bytes[from, to)`.
    public <X extends Exception> void add(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int i = markPossible ? skipByteOrderMark(bytes, from, to, sink) : from;
        while (i < to) {
            int lineEnd = EightBytes.findLineEnd(bytes, i, to);
            append(bytes, i, lineEnd, sink);
            i = lineEnd;
            if (i < to) {
                makeRoom(1, sink);
                buffer[length++] = '\n';
                endLine(sink);
                i++;
            }
        }
    }

    /// Ends the file: the remaining lines become the last part, whether or not the last one has a line end.
    public <X extends Exception> void finish(Sink<X> sink) throws X {
        if (markPossible) {
            addMarkAsText(sink);
        }
        if (length > lineStart) {
            endLine(sink);
        }
        emit(lineStart, sink);
    }

    /// Skips the byte order mark at the beginning of the file and returns the index behind it. Done before
    /// the first line is assembled, so that the mark does not count towards the length of that line.
    private <X extends Exception> int skipByteOrderMark(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int i = from;
        while (i < to && markPossible) {
            if (bytes[i] != BYTE_ORDER_MARK[markLength]) {
                addMarkAsText(sink);
            } else {
                i++;
                markLength++;
                markPossible = markLength < BYTE_ORDER_MARK.length;
            }
        }
        return i;
    }

    /// Adds the bytes that were held back to the first line, because they are not a complete mark.
    private <X extends Exception> void addMarkAsText(Sink<X> sink) throws X {
        markPossible = false;
        append(BYTE_ORDER_MARK, 0, markLength, sink);
    }

    /// Appends bytes without a line end to the current line, up to the limit of the rules.
    private <X extends Exception> void append(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int space = rules.maxLineBytes() + 1 - (length - lineStart);
        int kept = Math.min(to - from, space);
        if (kept > 0) {
            makeRoom(kept, sink);
            System.arraycopy(bytes, from, buffer, length, kept);
            length += kept;
        }
        // Trailing blanks do not make a line too long, any other byte does. The first byte beyond the limit
        // that is not blank becomes the last byte kept: otherwise the line parser, which ignores trailing
        // blanks, would accept the truncated line. The first one, so that the result does not depend on the
        // chunk size.
        for (int i = from + kept; i < to && isBlank(buffer[length - 1]); i++) {
            if (!isBlank(bytes[i])) {
                buffer[length - 1] = bytes[i];
            }
        }
    }

    /// Makes room for `more` bytes of the current line; if the part is full, its complete lines are emitted
    /// first.
    private <X extends Exception> void makeRoom(int more, Sink<X> sink) throws X {
        if (length + more > rules.maxBytes() || !hasRoom(length + more)) {
            emit(lineStart, sink);
            // Always granted: a line is never longer than the smallest part.
            boolean _ = hasRoom(length + more);
        }
    }

    /// Grows the buffer to hold this many bytes. Doubles its size, so that it seldom grows; if that is
    /// refused, it grows only to the size that is always granted. Returns whether the bytes fit.
    private boolean hasRoom(int bytes) {
        if (bytes <= buffer.length) {
            return true;
        }
        int size = (int) Math.max(bytes, Math.min(rules.maxBytes(), buffer.length * 2L));
        if (!room.take(size)) {
            if (bytes > rules.fewestBytes()) {
                return false;
            }
            size = rules.fewestBytes();
            boolean _ = room.take(size);
        }
        buffer = Arrays.copyOf(buffer, size);
        return true;
    }

    private <X extends Exception> void endLine(Sink<X> sink) throws X {
        boolean blank = isBlankLine();
        boolean header = !blank && headLines > 0;
        headLines -= header ? 1 : 0;
        line++;
        // A truncated line is rejected by the line parser, whatever it contains.
        boolean tooLong = length - lineStart > rules.maxLineBytes() + 1;
        if (!header && !blank && !tooLong && headers != null) {
            applyHeader(headers.read(buffer, lineStart, length));
        }
        if (header || (blank && lineStart == 0)) {
            length = lineStart;
            firstLine = line;
            return;
        }
        lineStart = length;
        if (!blank && ++rows == rules.maxRows()) {
            emit(length, sink);
        }
    }

    /// @param named the columns that the line names; null if it is no header
    private void applyHeader(@Nullable FileColumns named) {
        if (named != null) {
            columns = named.equals(fileColumns) ? null : named;
        }
    }

    /// Emits the first `end` bytes as a part, unless all their lines are blank, and keeps the rest.
    private <X extends Exception> void emit(int end, Sink<X> sink) throws X {
        if (rows > 0) {
            CutPart part = new CutPart(parts + 1, firstLine, rows, partColumns, Arrays.copyOf(buffer, end));
            parts++;
            sink.accept(part);
        }
        byte[] next = room.take(buffer.length) ? buffer : new byte[smallest(length - end)];
        System.arraycopy(buffer, end, next, 0, length - end);
        buffer = next;
        length -= end;
        lineStart -= end;
        rows = 0;
        firstLine = line;
        partColumns = columns;
    }

    /// The size of a new buffer for the rest behind a part, if memory for one of the previous size was
    /// refused.
    private int smallest(int left) {
        int size = Math.max(left, Math.min(rules.fewestBytes(), SMALLEST_BUFFER));
        boolean _ = room.take(size);
        return size;
    }

    private boolean isBlankLine() {
        for (int i = lineStart; i < length; i++) {
            if (!isBlank(buffer[i]) && buffer[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    /// Blank are also the end-of-file character of DOS (0x1A) and the form feeds of printers.
    static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\f' || b == 0x0B || b == 0x1A;
    }
}
