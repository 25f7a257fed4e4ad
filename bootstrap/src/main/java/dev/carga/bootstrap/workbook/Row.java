package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.Arrays;

/// A row of a sheet: the text of its cells, by their columns. Filled again and again; not thread-safe.
final class Row {

    /// As many columns Excel and LibreOffice have.
    static final int MOST_CELLS = 16_384;

    /// As many rows they have.
    static final int MOST_ROWS = 1 << 20;

    /// Far beyond what a line may have.
    private static final int MOST_CHARS = 1 << 20;

    private @Nullable String[] cells = new @Nullable String[16];
    private int number;
    private int length;
    private int filled;
    private int words;
    private int chars;

    /// Begins a row without cells.
    ///
    /// @param number from 1
    void begin(int number) {
        this.number = number;
        Arrays.fill(cells, 0, length, null);
        length = 0;
        filled = 0;
        words = 0;
        chars = 0;
    }

    /// Fills a cell.
    ///
    /// @param column from 0
    /// @param text   nothing if it is empty: then the cell is as if it were not there
    /// @param typed  whether it is a number, a date or a boolean, and no text
    /// @throws IOException if there can be no such cell
    void set(int column, String text, boolean typed) throws IOException {
        if (column < 0 || column >= MOST_CELLS) {
            throw new IOException("A cell stands in column " + column);
        }
        if (text.isEmpty()) {
            return;
        }
        chars += text.length();
        if (chars > MOST_CHARS) {
            throw new IOException("Row " + number + " has too much text");
        }
        if (column >= cells.length) {
            cells = Arrays.copyOf(cells, Math.min(MOST_CELLS, Math.max(column + 1, 2 * cells.length)));
        }
        if (cells[column] != null) {
            throw new IOException("Row " + number + " has a cell twice");
        }
        cells[column] = text;
        length = Math.max(length, column + 1);
        filled++;
        words += typed || text.chars().anyMatch(Character::isDigit) ? 0 : 1;
    }

    /// From 1.
    int number() {
        return number;
    }

    /// How many cells there are up to the last that is not empty.
    int length() {
        return length;
    }

    /// How much text is in it.
    int chars() {
        return chars;
    }

    boolean isBlank() {
        return filled == 0;
    }

    /// Whether several cells have something in them, and all of them text without a digit: so a header looks, and
    /// no row of purchases.
    boolean looksLikeHeader() {
        return filled > 1 && words == filled;
    }

    /// The text of a cell; empty if there is nothing in it.
    String cell(int column) {
        String cell = column < length ? cells[column] : null;
        return cell == null ? "" : cell;
    }

    Row copy() {
        Row copy = new Row();
        copy.cells = Arrays.copyOf(cells, Math.max(length, 1));
        copy.number = number;
        copy.length = length;
        copy.filled = filled;
        copy.words = words;
        copy.chars = chars;
        return copy;
    }
}
