package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.Arrays;

/// A row of a sheet: the text of its cells, by column. Reused for each row; not thread-safe.
final class Row {

    /// The number of columns in Excel and LibreOffice.
    static final int MAX_CELLS = 16_384;

    /// The number of rows there.
    static final int MAX_ROWS = 1 << 20;

    /// Far more than a line may have.
    private static final int MAX_CHARS = 1 << 20;

    private @Nullable String[] cells = new @Nullable String[16];
    private int number;
    private int length;
    private int filled;
    private int wordCells;
    private int chars;

    /// Starts an empty row.
    ///
    /// @param number from 1
    void begin(int number) {
        this.number = number;
        Arrays.fill(cells, 0, length, null);
        length = 0;
        filled = 0;
        wordCells = 0;
        chars = 0;
    }

    /// Fills a cell.
    ///
    /// @param column from 0
    /// @param text   if it is empty, the cell counts as missing
    /// @param typed  whether the cell is a number, a date or a boolean, and not a text
    /// @throws IOException if there can be no such cell
    void set(int column, String text, boolean typed) throws IOException {
        if (column < 0 || column >= MAX_CELLS) {
            throw new IOException("A cell is in column " + column);
        }
        if (text.isEmpty()) {
            return;
        }
        chars += text.length();
        if (chars > MAX_CHARS) {
            throw new IOException("Row " + number + " has too much text");
        }
        if (column >= cells.length) {
            cells = Arrays.copyOf(cells, Math.min(MAX_CELLS, Math.max(column + 1, 2 * cells.length)));
        }
        if (cells[column] != null) {
            throw new IOException("Row " + number + " has a cell twice");
        }
        cells[column] = text;
        length = Math.max(length, column + 1);
        filled++;
        wordCells += typed || text.chars().anyMatch(Character::isDigit) ? 0 : 1;
    }

    /// From 1.
    int number() {
        return number;
    }

    /// The number of cells up to the last that is not empty.
    int length() {
        return length;
    }

    /// The length of all texts, in UTF-16 units.
    int chars() {
        return chars;
    }

    boolean isBlank() {
        return filled == 0;
    }

    /// Whether several cells are filled, and all of them with text without a digit, as in a header, and unlike a
    /// row of purchases.
    boolean looksLikeHeader() {
        return filled > 1 && wordCells == filled;
    }

    /// The text of a cell; empty if the cell is.
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
        copy.wordCells = wordCells;
        copy.chars = chars;
        return copy;
    }
}
