package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Builds workbooks from hand-written XML.
final class Books {

    private Books() {}

    static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /// The parts of a workbook with one sheet.
    ///
    /// @param rows the content of `sheetData`
    static Map<String, String> xlsxParts(String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", "<Types/>");
        parts.put("_rels/.rels", relationships("rId1", "officeDocument", "xl/workbook.xml"));
        parts.put("xl/workbook.xml", workbook("", "<sheet name=\"Clientes\" sheetId=\"1\" r:id=\"rId1\"/>"));
        parts.put("xl/_rels/workbook.xml.rels", relationships("rId1", "worksheet", "worksheets/sheet1.xml"));
        parts.put("xl/worksheets/sheet1.xml", sheet(rows));
        return parts;
    }

    static byte[] xlsx(String rows) throws IOException {
        return zip(xlsxParts(rows));
    }

    static String sheet(String rows) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/"
                + "spreadsheetml/2006/main\"><sheetData>" + rows + "</sheetData></worksheet>";
    }

    static String workbook(String properties, String sheets) {
        return "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" + properties
                + "<sheets>" + sheets + "</sheets></workbook>";
    }

    /// Alternating ids, types and targets.
    static String relationships(String... relations) {
        StringBuilder xml = new StringBuilder("<Relationships>");
        for (int i = 0; i < relations.length; i += 3) {
            xml.append(
                    "<Relationship Id=\"%s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s\" Target=\"%s\"/>"
                            .formatted(relations[i], relations[i + 1], relations[i + 2]));
        }
        return xml.append("</Relationships>").toString();
    }

    /// The parts of an OpenDocument workbook.
    ///
    /// @param tables the content of `office:spreadsheet`
    static Map<String, String> odsParts(String tables) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        parts.put("content.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
                  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
                  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
                  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
                  xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
                <office:automatic-styles><style:style style:name="ta2" style:family="table">
                <style:table-properties table:display="false"/></style:style></office:automatic-styles>
                <office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>""".formatted(tables));
        parts.put("META-INF/manifest.xml", "<manifest/>");
        return parts;
    }

    static byte[] ods(String rows) throws IOException {
        return zip(odsParts("<table:table table:name=\"Clientes\">" + rows + "</table:table>"));
    }
}
