package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;

/// The rows of a sheet of OpenDocument (version 1.3 part 3, 9). Equal rows and cells are stored once, with
/// a count: most sheets end with a million empty rows.
final class OdsRows implements SheetRows {

    static final String CONTENT = "content.xml";

    private static final String OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static final String TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    private static final String CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

    private static final Set<String> GROUPS = Set.of("table-row-group", "table-rows", "table-header-rows");
    private static final int MAX_BLANKS = 1000;

    private final XmlReader xml;
    private final StringBuilder text = new StringBuilder();
    /// The number of open groups of rows.
    private int groups;

    private int number;
    private boolean ended;
    private Row repeated = new Row();
    private int repeats;

    private OdsRows(XmlReader xml) {
        this.xml = xml;
    }

    /// The sheets of a workbook; null if the document is not a workbook.
    static @Nullable List<SheetChoice.Named> sheets(ZipParts parts) throws IOException {
        List<SheetChoice.Named> sheets = new ArrayList<>();
        Set<String> hidden = new HashSet<>();
        try (XmlReader xml = parts.read(CONTENT)) {
            if (!toSpreadsheet(xml, hidden)) {
                return null;
            }
            while (xml.nextChild()) {
                if (xml.name().equals("table") && xml.namespace().equals(TABLE)) {
                    @Nullable String name = xml.attribute(TABLE, "name");
                    @Nullable String style = xml.attribute(TABLE, "style-name");
                    sheets.add(
                            new SheetChoice.Named(name == null ? "" : name, style == null || !hidden.contains(style)));
                }
                xml.skip();
            }
        }
        return sheets;
    }

    /// @param sheet its index, from 0
    static OdsRows of(ZipParts parts, int sheet) throws IOException {
        XmlReader xml = parts.read(CONTENT);
        try {
            boolean found = toSpreadsheet(xml, new HashSet<>());
            int index = -1;
            while (found && xml.nextChild()) {
                if (xml.name().equals("table") && xml.namespace().equals(TABLE) && ++index == sheet) {
                    return new OdsRows(xml);
                }
                xml.skip();
            }
            throw new IOException("The sheet no longer exists");
        } catch (IOException | RuntimeException e) {
            xml.close();
            throw e;
        }
    }

    /// Advances to the element that holds the sheets.
    ///
    /// @param hidden receives the styles of hidden sheets
    /// @return whether there is such an element
    private static boolean toSpreadsheet(XmlReader xml, Set<String> hidden) throws IOException {
        String style = "";
        while (xml.nextElement()) {
            switch (xml.name()) {
                case "spreadsheet" -> {
                    return true;
                }
                case "style" -> {
                    @Nullable String name = xml.attribute("name");
                    style = name == null ? "" : name;
                }
                case "table-properties" -> {
                    if ("false".equals(xml.attribute(TABLE, "display"))) {
                        hidden.add(style);
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    @Override
    public boolean next(Row row) throws IOException {
        if (repeats > 0) {
            repeats--;
            copyTo(row);
            return true;
        }
        while (!ended) {
            if (!xml.nextChild()) {
                ended = groups == 0;
                groups--;
            } else if (xml.name().equals("table-row")) {
                if (read(row)) {
                    return true;
                }
            } else if (GROUPS.contains(xml.name())) {
                groups++;
            } else {
                xml.skip();
            }
        }
        return false;
    }

    private void copyTo(Row row) throws IOException {
        number++;
        row.begin(number);
        for (int i = 0; i < repeated.length(); i++) {
            row.set(i, repeated.cell(i), true);
        }
    }

    /// @return false if the row is blank
    private boolean read(Row row) throws IOException {
        int times = xml.number("number-rows-repeated", 1);
        if (times < 1) {
            throw new IOException("A row is repeated " + times + " times");
        }
        row.begin(number + 1);
        int column = 0;
        while (xml.nextChild()) {
            if (xml.name().equals("table-cell") || xml.name().equals("covered-table-cell")) {
                column += readCells(row, column);
            } else {
                xml.skip();
            }
        }
        if (row.isBlank()) {
            number = (int) Math.min((long) number + times, Row.MAX_ROWS);
            return false;
        }
        if ((long) number + times > Row.MAX_ROWS) {
            throw new IOException("A sheet has too many rows");
        }
        number++;
        if (times > 1) {
            repeated = row.copy();
            repeats = times - 1;
        }
        return true;
    }

    /// @return how many cells there were, repetitions included
    private int readCells(Row row, int column) throws IOException {
        int times = xml.number("number-columns-repeated", 1);
        if (times < 1 || times > Row.MAX_CELLS - column) {
            throw new IOException("A cell is repeated " + times + " times");
        }
        @Nullable String given = xml.attribute(OFFICE, "value-type");
        String type = given == null ? "" : given;
        boolean error = "error".equals(xml.attribute(CALC, "value-type"));
        boolean formula = xml.attribute(TABLE, "formula") != null;
        @Nullable
        String value = xml.attribute(
                OFFICE,
                switch (type) {
                    case "date" -> "date-value";
                    case "boolean" -> "boolean-value";
                    case "string" -> "string-value";
                    default -> "value";
                });
        text.setLength(0);
        addParagraphs();
        String shown = CellText.clean(text.toString());
        boolean typed = true;
        String content;
        if (value != null && !value.isEmpty() && !error && !type.isEmpty() && !type.equals("time")) {
            content = switch (type) {
                case "date" -> CellText.isoDate(value);
                case "string", "boolean" -> CellText.clean(value);
                default -> CellText.number(value.strip());
            };
            typed = !type.equals("string");
        } else {
            content = formula && type.isEmpty() && shown.isEmpty() ? CellText.NOT_CALCULATED : shown;
            typed = type.equals("time");
        }
        for (int i = 0; i < times && !content.isEmpty(); i++) {
            row.set(column + i, content, typed);
        }
        return times;
    }

    /// Reads a cell to its end, and adds its paragraphs, without comments and drawings.
    private void addParagraphs() throws IOException {
        boolean first = true;
        while (xml.nextChild()) {
            if (xml.namespace().equals(TEXT) && xml.name().equals("p")) {
                if (!first) {
                    text.append(' ');
                }
                first = false;
                addParagraph();
            } else {
                xml.skip();
            }
        }
    }

    private void addParagraph() throws IOException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    xml.addCharacters(text);
                case XMLStreamConstants.START_ELEMENT -> addElement();
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                default -> {}
            }
        }
    }

    private void addElement() throws IOException {
        if (!xml.namespace().equals(TEXT)) {
            xml.skip();
            return;
        }
        switch (xml.name()) {
            case "s" -> {
                text.repeat(' ', Math.clamp(xml.number("c", 1), 1, MAX_BLANKS));
                xml.skip();
            }
            case "tab", "line-break" -> {
                text.append(' ');
                xml.skip();
            }
            case "note", "ruby-text" -> xml.skip();
            default -> addParagraph();
        }
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }
}
