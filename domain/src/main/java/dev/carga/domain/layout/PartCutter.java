package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.Arrays;

/// Cuts a file into parts while it arrives, in chunks of any size. Takes away what belongs to the file and not to
/// its rows: the byte order mark, and the header if it has one. Blank lines count for line numbers and for
/// nothing else; a part is never made of blank lines alone.
///
/// A line longer than the rules allow is cut short to one byte more than that, so that its reader sees it is too
/// long, and the rest is dropped: memory stays bounded by one part, whatever comes.
///
/// How much memory there is may change while the file comes: [Room] is asked each time the part in the making is to
/// take more. Where it says no, the lines that are whole leave at once, as a part smaller than the rules allow.
///
/// Not thread-safe. One cutter reads one file: [#add(byte[], int, int, Sink)] as often as needed, then
/// [#finish(Sink)] once.
public final class PartCutter {

    /// Takes the parts, in order.
    ///
    /// @param <X> what storing a part may throw; it ends the cutting
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        void accept(CutPart part) throws X;
    }

    /// The memory there is for the part in the making. For the cutter's thread.
    @FunctionalInterface
    public interface Room {

        /// As much as the rules allow.
        Room AMPLE = _ -> true;

        /// Asks to take so many bytes in all from now on, instead of what was granted last. If that is
        /// refused, the old grant holds. What [CuttingRules#fewestBytes()] says must always be granted.
        boolean take(int bytes);
    }

    /// Where a cutter stands, for another to go on from there.
    ///
    /// @param parts     how many it has cut
    /// @param firstLine the line on which the text behind them begins
    /// @param headLines how many lines are still to be left out
    /// @param columns   the fields of the first line behind the parts, if a header has named others than the
    ///                  first one; else null
    public record CutterCheckpoint(
            int parts,
            long firstLine,
            int headLines,
            @Nullable FileColumns columns) {}

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int SMALLEST_BUFFER = 64 << 10;

    private final CuttingRules rules;
    private final Room room;

    /// The lines of the part in the making, the unfinished last one included.
    private byte[] buffer;

    private int length;
    private int lineStart;
    private int rows;
    private int parts;
    /// The file's line on which the buffer starts, and the one that is being read.
    private long firstLine = 1;

    private long line = 1;
    /// How many lines are still to be left out.
    private int headLines;

    /// While the file may still turn out to start with the byte order mark, how much of the mark has come; those
    /// bytes are held back until then.
    private int markLength;

    private boolean markPossible = true;

    /// Finds headers below the first; null where the file has no layout yet.
    private final @Nullable RepeatedHeader headers;

    private final @Nullable FileColumns fileColumns;

    /// The fields of the first line of the buffer and of the next line, if they are others than the file's.
    private @Nullable FileColumns partColumns;

    private @Nullable FileColumns columns;

    /// Cuts as the rules say.
    ///
    /// @param headLines how many lines that are not blank stand before the rows
    public PartCutter(CuttingRules rules, int headLines) {
        this(rules, headLines, null, Room.AMPLE);
    }

    /// Cuts earlier where there is no room for a part as large as the rules allow, and follows the headers in
    /// the file.
    ///
    /// @param format how the lines are read; null if headers below the first are lines like any other
    public PartCutter(CuttingRules rules, int headLines, @Nullable LineFormat format, Room room) {
        this.headers = format == null ? null : new RepeatedHeader(format);
        this.fileColumns = format == null ? null : format.columns();
        this.rules = rules;
        this.headLines = headLines;
        this.room = room;
        this.buffer = new byte[Math.min(rules.fewestBytes(), SMALLEST_BUFFER)];
    }

    /// Goes on where another stands, which has been given the file's head. What it had of the text behind its
    /// last part is to be added first.
    public PartCutter(CuttingRules rules, CutterCheckpoint standing, @Nullable LineFormat format, Room room) {
        this(rules, standing.headLines(), format, room);
        columns = standing.columns();
        partColumns = columns;
        parts = standing.parts();
        firstLine = standing.firstLine();
        line = firstLine;
        markPossible = false;
    }

    public CutterCheckpoint standing() {
        return new CutterCheckpoint(parts, firstLine, headLines, partColumns);
    }

    /// The text behind the last part, lines that are too long cut short.
    public byte[] text() {
        return Arrays.copyOf(buffer, length);
    }

    /// How many parts were cut so far.
    public int parts() {
        return parts;
    }

    /// Reads on with `bytes[from, to)`.
    public <X extends Exception> void add(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int i = markPossible ? passByteOrderMark(bytes, from, to, sink) : from;
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

    /// The file is at its end: what is left becomes the last part, whether or not its last line has a line end.
    public <X extends Exception> void finish(Sink<X> sink) throws X {
        if (markPossible) {
            takeMarkForText(sink);
        }
        if (length > lineStart) {
            endLine(sink);
        }
        emit(lineStart, sink);
    }

    /// Passes over the mark at the start of the file; answers where the text goes on. Done before the first line
    /// is put together, so that the mark takes no room of that line.
    private <X extends Exception> int passByteOrderMark(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int i = from;
        while (i < to && markPossible) {
            if (bytes[i] != BYTE_ORDER_MARK[markLength]) {
                takeMarkForText(sink);
            } else {
                i++;
                markLength++;
                markPossible = markLength < BYTE_ORDER_MARK.length;
            }
        }
        return i;
    }

    /// What was held back is not the whole mark, and so belongs to the first line.
    private <X extends Exception> void takeMarkForText(Sink<X> sink) throws X {
        markPossible = false;
        append(BYTE_ORDER_MARK, 0, markLength, sink);
    }

    /// Adds a stretch without a line end to the line that is being read, as far as the rules let the line grow.
    private <X extends Exception> void append(byte[] bytes, int from, int to, Sink<X> sink) throws X {
        int space = rules.maxLineBytes() + 1 - (length - lineStart);
        int taken = Math.min(to - from, space);
        if (taken > 0) {
            makeRoom(taken, sink);
            System.arraycopy(bytes, from, buffer, length, taken);
            length += taken;
        }
        // Blanks at the end do not make a line too long. Anything else does, and so it stays, as the last
        // byte kept: the reader, who leaves trailing blanks aside, must not take the line for a shorter
        // one. The first such byte it is, so that the size of the chunks makes no difference.
        for (int i = from + taken; i < to && isBlank(buffer[length - 1]); i++) {
            if (!isBlank(bytes[i])) {
                buffer[length - 1] = bytes[i];
            }
        }
    }

    /// Makes room for `more` bytes of the current line; if the part is full, its finished lines leave first.
    private <X extends Exception> void makeRoom(int more, Sink<X> sink) throws X {
        if (length + more > rules.maxBytes() || !hasRoom(length + more)) {
            emit(lineStart, sink);
            // A line is never longer than what is always granted.
            boolean _ = hasRoom(length + more);
        }
    }

    /// Makes the buffer hold so many bytes, if there is room for one of double the size, so that it seldom
    /// grows; or if it is what is always granted.
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
        // What is cut short, its reader rejects.
        boolean tooLong = length - lineStart > rules.maxLineBytes() + 1;
        if (!header && !blank && !tooLong && headers != null) {
            follow(headers.read(buffer, lineStart, length));
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

    private void follow(@Nullable FileColumns named) {
        if (named != null) {
            columns = named.equals(fileColumns) ? null : named;
        }
    }

    /// Hands out the first `end` bytes as a part, unless all their lines are blank, and keeps the rest.
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

    /// The size of a buffer for what is left behind by a part, when there is no room any more for one as large as
    /// before.
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

    /// The end-of-file sign of DOS and the form feeds of printers say no more than a blank does.
    static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\f' || b == 0x0B || b == 0x1A;
    }
}
