package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.bootstrap.packages.BlockInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The rows of a sheet as lines of text, see [dev.carga.application.receive.WorkbookReader.Opened.Sheet]. Holds
/// one row in memory, and at the beginning as many as it needs to determine the width of the table.
///
/// A sheet does not store cells without a value, so that a row whose last cells are empty seems shorter than it
/// is. Each row is padded to the width of the header, which is the longest of the first rows that look like one,
/// or, if none does, to the width of most of the first rows. A longer row stays as it is, and its reader reports
/// it.
final class SheetText extends BlockInputStream {

    private static final int HEAD_ROWS = 50;
    private static final int HEAD_CHARS = 1 << 20;
    private static final int CHUNK_BYTES = 16 << 10;
    private static final char SEPARATOR = ';';

    private final SheetRows rows;
    private final Row row = new Row();
    private final Deque<Row> head = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private final LineBuffer buffer = new LineBuffer();

    private boolean headRead;
    private boolean ended;
    private int position;
    /// The number of the row that the next line holds.
    private int number = 1;
    /// The first row that is padded.
    private int firstPadded;

    private int width;

    SheetText(SheetRows rows) {
        this.rows = rows;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == buffer.size() && !fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.size() - position);
        System.arraycopy(buffer.bytes(), position, bytes, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /// @return false at the end
    private boolean fill() throws IOException {
        buffer.reset();
        position = 0;
        if (!headRead) {
            headRead = true;
            readHead();
        }
        while (!head.isEmpty() && buffer.size() < CHUNK_BYTES) {
            write(head.removeFirst());
        }
        while (head.isEmpty() && !ended && buffer.size() < CHUNK_BYTES) {
            if (!rows.next(row)) {
                ended = true;
            } else if (!row.isBlank()) {
                write(row);
            }
        }
        return buffer.size() > 0;
    }

    private void readHead() throws IOException {
        int chars = 0;
        while (head.size() < HEAD_ROWS && chars < HEAD_CHARS && !ended) {
            if (!rows.next(row)) {
                ended = true;
            } else if (!row.isBlank()) {
                chars += row.chars();
                head.addLast(row.copy());
            }
        }
        for (Row candidate : head) {
            if (candidate.looksLikeHeader() && candidate.length() > width) {
                width = candidate.length();
                firstPadded = candidate.number();
            }
        }
        if (width == 0) {
            width = usualLength();
        }
        if (!head.isEmpty()) {
            line.append('\uFEFF');
        }
    }

    /// The most frequent length of rows with several cells; the longer one on a tie.
    private int usualLength() {
        Map<Integer, Integer> counts = new HashMap<>();
        int usual = 0;
        for (Row candidate : head) {
            int length = candidate.length();
            if (length > 1) {
                int count = counts.merge(length, 1, Integer::sum);
                int most = counts.getOrDefault(usual, 0);
                usual = count > most || (count == most && length > usual) ? length : usual;
            }
        }
        return usual;
    }

    private void write(Row row) {
        for (; number < row.number(); number++) {
            line.append('\n');
        }
        int cells = row.number() < firstPadded ? row.length() : Math.max(row.length(), width);
        for (int i = 0; i < cells; i++) {
            if (i > 0) {
                line.append(SEPARATOR);
            }
            append(row.cell(i));
        }
        line.append('\n');
        number++;
        buffer.writeBytes(line.toString().getBytes(UTF_8));
        line.setLength(0);
    }

    private void append(String cell) {
        if (cell.indexOf(SEPARATOR) < 0 && cell.indexOf('"') < 0) {
            line.append(cell);
        } else {
            line.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
    }

    /// Exposes its bytes without a copy.
    private static final class LineBuffer extends ByteArrayOutputStream {
        LineBuffer() {
            super(2 * CHUNK_BYTES);
        }

        byte[] bytes() {
            return buf;
        }
    }
}
