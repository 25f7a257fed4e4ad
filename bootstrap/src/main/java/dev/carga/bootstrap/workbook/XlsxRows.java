package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.BitSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rows of an Excel sheet (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4).
final class XlsxRows implements SheetRows {

    /// A character that XML cannot hold, or might lose (22.4.2.4).
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final XmlReader xml;
    private final SharedTexts texts;
    private final BitSet dateStyles;
    private final boolean since1904;
    private final StringBuilder text = new StringBuilder();

    private int number;
    private boolean inData;
    private boolean ended;

    /// @param dateStyles the numbers of the cell styles that show numbers as dates
    XlsxRows(XmlReader xml, SharedTexts texts, BitSet dateStyles, boolean since1904) {
        this.xml = xml;
        this.texts = texts;
        this.dateStyles = dateStyles;
        this.since1904 = since1904;
    }

    @Override
    public boolean next(Row row) throws IOException {
        while (!inData) {
            if (!xml.nextElement()) {
                return false;
            }
            inData = xml.name().equals("sheetData");
        }
        while (!ended && xml.nextChild()) {
            if (xml.name().equals("row")) {
                read(row);
                return true;
            }
            xml.skip();
        }
        ended = true;
        return false;
    }

    private void read(Row row) throws IOException {
        int stored = xml.number("r", number + 1);
        if (stored <= number || stored > Row.MAX_ROWS) {
            throw new IOException("Row " + stored + " follows on row " + number);
        }
        number = stored;
        row.begin(number);
        int column = -1;
        while (xml.nextChild()) {
            if (xml.name().equals("c")) {
                @Nullable String reference = xml.attribute("r");
                column = reference == null ? column + 1 : columnOf(reference);
                readCell(row, column);
            } else {
                xml.skip();
            }
        }
    }

    /// The column of a cell reference, from 0: `AB12` is in column 27.
    static int columnOf(String reference) throws IOException {
        int column = 0;
        for (int i = 0; i < reference.length() && column <= Row.MAX_CELLS; i++) {
            int c = reference.charAt(i);
            c = c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
            if (c < 'A' || c > 'Z') {
                break;
            }
            column = column * 26 + (c - 'A' + 1);
        }
        if (column == 0 || column > Row.MAX_CELLS) {
            throw new IOException("A cell has an invalid reference");
        }
        return column - 1;
    }

    private void readCell(Row row, int column) throws IOException {
        @Nullable String declared = xml.attribute("t");
        String type = declared == null ? "n" : declared;
        int style = xml.number("s", 0);
        boolean formula = false;
        boolean value = false;
        text.setLength(0);
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "v" -> {
                    value = true;
                    xml.addText(text);
                }
                case "is" -> {
                    value = true;
                    addRichText(xml, text);
                }
                case "f" -> {
                    formula = true;
                    xml.skip();
                }
                default -> xml.skip();
            }
        }
        if (!value) {
            row.set(column, formula ? CellText.NOT_CALCULATED : "", false);
        } else if (!text.isEmpty()) {
            set(row, column, type, style);
        }
    }

    private void set(Row row, int column, String type, int style) throws IOException {
        switch (type) {
            case "s" -> row.set(column, texts.get(XmlReader.parsed(text.toString(), -1)), false);
            case "str", "inlineStr" -> row.set(column, unescaped(text), false);
            case "b" ->
                row.set(column, Boolean.toString(XlsxBook.isTrue(text.toString().strip())), true);
            case "e" -> row.set(column, CellText.clean(text.toString()), false);
            case "d" -> row.set(column, CellText.isoDate(text.toString()), true);
            case "n" -> {
                String written = text.toString().strip();
                boolean date = style >= 0 && dateStyles.get(style);
                row.set(column, date ? CellText.date(written, since1904) : CellText.number(written), true);
            }
            default -> throw new IOException("A cell has an unknown type");
        }
    }

    /// Reads an element of rich text to its end, and adds its text, without phonetic hints.
    static void addRichText(XmlReader xml, StringBuilder text) throws IOException {
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "t" -> xml.addText(text);
                case "r" -> addRichText(xml, text);
                default -> xml.skip();
            }
        }
    }

    /// Text without escapes and line ends.
    static String unescaped(StringBuilder text) {
        String whole = text.toString();
        if (whole.contains("_x")) {
            whole = ESCAPED.matcher(whole).replaceAll(XlsxRows::character);
        }
        return CellText.clean(whole);
    }

    private static String character(MatchResult escaped) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escaped.group(1), 16)));
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }
}
