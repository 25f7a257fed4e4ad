package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.bootstrap.packages.BlockInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The rows of a sheet as lines of text, see [dev.carga.application.receive.WorkbookReader.Opened.Sheet]. A row
/// at a time is in memory, and at the beginning as many as tell how wide the table is.
///
/// A sheet says of a cell without a value nothing at all, so that a row whose last cells are empty looks shorter
/// than it is. Each row is made as long as the header: it is the longest of the first rows that look like one.
/// Where none does, it is as long as most of them are. A row that is longer stays so, for its reader to notice.
final class SheetText extends BlockInputStream {

    private static final int HEAD_ROWS = 50;
    private static final int HEAD_CHARS = 1 << 20;
    private static final int CHUNK_BYTES = 16 << 10;
    private static final char SEPARATOR = ';';

    private final SheetRows rows;
    private final Row row = new Row();
    private final Deque<Row> head = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private final Made made = new Made();

    private boolean begun;
    private boolean ended;
    private int at;
    /// The row of the sheet that the next line is.
    private int number = 1;
    /// The row from which on all are as long as the header.
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
        if (at == made.size() && !make()) {
            return -1;
        }
        int count = Math.min(length, made.size() - at);
        System.arraycopy(made.bytes(), at, bytes, from, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /// @return whether there is more
    private boolean make() throws IOException {
        made.reset();
        at = 0;
        if (!begun) {
            begun = true;
            readHead();
        }
        while (!head.isEmpty() && made.size() < CHUNK_BYTES) {
            write(head.removeFirst());
        }
        while (head.isEmpty() && !ended && made.size() < CHUNK_BYTES) {
            if (!rows.next(row)) {
                ended = true;
            } else if (!row.isBlank()) {
                write(row);
            }
        }
        return made.size() > 0;
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

    /// As long as most rows of several cells are, and the longer if in doubt.
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
        made.writeBytes(line.toString().getBytes(UTF_8));
        line.setLength(0);
    }

    private void append(String cell) {
        if (cell.indexOf(SEPARATOR) < 0 && cell.indexOf('"') < 0) {
            line.append(cell);
        } else {
            line.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
    }

    /// Bytes that can be read without a copy.
    private static final class Made extends ByteArrayOutputStream {
        Made() {
            super(2 * CHUNK_BYTES);
        }

        byte[] bytes() {
            return buf;
        }
    }
}
