package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An Excel workbook: what is needed of it to read a sheet (ECMA-376 part 1, 18). Names are compared without
/// their namespaces, which differ in files of the strict variant.
final class XlsxBook {

    private static final String RELATIONS = "_rels/.rels";

    private final ZipParts parts;
    private final String path;
    private final Map<String, Relation> relations;
    private final List<SheetChoice.Named> sheets = new ArrayList<>();
    private final List<String> sheetPaths = new ArrayList<>();
    private boolean since1904;

    private record Relation(String type, String path) {}

    private XlsxBook(ZipParts parts, String path) throws IOException {
        this.parts = parts;
        this.path = path;
        this.relations = relationsOf(parts, path);
    }

    /// The path of the main part of an Office file in the archive.
    static String mainPath(ZipParts parts) throws IOException {
        for (Relation relation : relations(parts, RELATIONS, "").values()) {
            if (relation.type().endsWith("/officeDocument")) {
                return relation.path();
            }
        }
        return "xl/workbook.xml";
    }

    /// The name of the root element of a part.
    static String rootOf(ZipParts parts, String path) throws IOException {
        try (XmlReader xml = parts.read(path)) {
            return xml.nextElement() ? xml.name() : "";
        }
    }

    static XlsxBook open(ZipParts parts, String path) throws IOException {
        XlsxBook book = new XlsxBook(parts, path);
        book.readSheets();
        return book;
    }

    private void readSheets() throws IOException {
        try (XmlReader xml = parts.read(path)) {
            while (xml.nextElement()) {
                if (xml.name().equals("workbookPr")) {
                    since1904 = isTrue(xml.attribute("date1904"));
                } else if (xml.name().equals("sheet")) {
                    addSheet(xml);
                }
            }
        }
    }

    /// Skips sheets that are charts or dialogs, which have no cells.
    private void addSheet(XmlReader xml) {
        Relation relation = relations.get(orEmpty(xml.attribute("id")));
        if (relation != null && relation.type().endsWith("/worksheet")) {
            String state = orEmpty(xml.attribute("state"));
            sheets.add(new SheetChoice.Named(
                    orEmpty(xml.attribute("name")), !state.equals("hidden") && !state.equals("veryHidden")));
            sheetPaths.add(relation.path());
        }
    }

    List<SheetChoice.Named> sheets() {
        return sheets;
    }

    /// @param sheet          its index, from 0
    /// @param maxSharedBytes of memory for the shared strings
    XlsxRows rows(int sheet, long maxSharedBytes) throws IOException {
        SharedTexts texts = sharedTexts(maxSharedBytes);
        BitSet dates = dateStyles();
        return new XlsxRows(parts.read(sheetPaths.get(sheet)), texts, dates, since1904);
    }

    private SharedTexts sharedTexts(long maxBytes) throws IOException {
        SharedTexts texts = new SharedTexts(maxBytes);
        String found = partOf("/sharedStrings", "sharedStrings.xml");
        if (parts.has(found)) {
            StringBuilder text = new StringBuilder();
            try (XmlReader xml = parts.read(found)) {
                while (xml.nextElement()) {
                    if (xml.name().equals("si")) {
                        text.setLength(0);
                        XlsxRows.addRichText(xml, text);
                        texts.add(XlsxRows.unescaped(text));
                    }
                }
            }
        }
        return texts;
    }

    /// The numbers of the cell styles that show numbers as dates.
    private BitSet dateStyles() throws IOException {
        BitSet dates = new BitSet();
        String found = partOf("/styles", "styles.xml");
        if (parts.has(found)) {
            DateFormats formats = new DateFormats();
            try (XmlReader xml = parts.read(found)) {
                while (xml.nextElement()) {
                    if (xml.name().equals("numFmt")) {
                        formats.add(xml.number("numFmtId", 0), orEmpty(xml.attribute("formatCode")));
                    } else if (xml.name().equals("cellXfs")) {
                        readStyles(xml, formats, dates);
                    }
                }
            }
        }
        return dates;
    }

    private static void readStyles(XmlReader xml, DateFormats formats, BitSet dates) throws IOException {
        for (int style = 0; xml.nextChild(); style++) {
            dates.set(style, formats.isDate(xml.number("numFmtId", 0)));
            xml.skip();
        }
    }

    private String partOf(String type, String usualName) {
        return relations.values().stream()
                .filter(relation -> relation.type().endsWith(type))
                .map(Relation::path)
                .findFirst()
                .orElse(folderOf(path) + usualName);
    }

    private static Map<String, Relation> relationsOf(ZipParts parts, String path) throws IOException {
        String folder = folderOf(path);
        return relations(parts, folder + "_rels/" + path.substring(folder.length()) + ".rels", folder);
    }

    private static Map<String, Relation> relations(ZipParts parts, String path, String folder) throws IOException {
        Map<String, Relation> relations = new HashMap<>();
        if (parts.has(path)) {
            try (XmlReader xml = parts.read(path)) {
                while (xml.nextElement()) {
                    if (xml.name().equals("Relationship")) {
                        String target = orEmpty(xml.attribute("Target"));
                        relations.put(
                                orEmpty(xml.attribute("Id")),
                                new Relation(orEmpty(xml.attribute("Type")), resolved(folder, target)));
                    }
                }
            }
        }
        return relations;
    }

    private static String folderOf(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String resolved(String folder, String target) {
        try {
            String path =
                    URI.create("/" + folder).resolve(target.replace('\\', '/')).getPath();
            return path == null || path.isEmpty() ? target : path.substring(1);
        } catch (IllegalArgumentException _) {
            return target;
        }
    }

    static boolean isTrue(@Nullable String value) {
        return "1".equals(value) || "true".equals(value);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
