package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.WorkbookReader.Opened;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Packing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaxWorkbookReaderTest {

    private static final StaxWorkbookReader.WorkbookLimits WORKBOOK_LIMITS =
            new StaxWorkbookReader.WorkbookLimits(1 << 20, 1 << 20, 1);
    private static final UnpackingLimits LIMITS = new UnpackingLimits(200, 1 << 20, 10, Long.MAX_VALUE);

    @TempDir
    Path folder;

    @AfterEach
    void noTemporaryFileIsLeft() throws IOException {
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private Opened open(byte[] file, @Nullable String sheet) throws IOException {
        return new StaxWorkbookReader(WORKBOOK_LIMITS, folder).open(new ByteArrayInputStream(file), sheet, LIMITS);
    }

    private List<String> lines(byte[] file, @Nullable String sheet) throws IOException {
        try (Opened opened = open(file, sheet)) {
            assertThat(opened).isInstanceOf(Opened.Sheet.class);
            String text = new String(((Opened.Sheet) opened).text().readAllBytes(), UTF_8);
            if (text.isEmpty()) {
                return List.of();
            }
            assertThat(text).startsWith("\uFEFF").endsWith("\n");
            return List.of(text.substring(1, text.length() - 1).split("\n", -1));
        }
    }

    private List<String> lines(byte[] file) throws IOException {
        return lines(file, null);
    }

    private void assertNotOpened(byte[] file, Opened expected) throws IOException {
        try (Opened opened = open(file, null)) {
            assertThat(opened).isEqualTo(expected);
        }
    }

    private void assertDamaged(byte[] file) throws IOException {
        try (Opened opened = open(file, null)) {
            if (opened instanceof Opened.Sheet(var _, var _, InputStream text)) {
                assertThatThrownBy(text::readAllBytes).isInstanceOf(IOException.class);
            } else {
                assertThat(opened).isEqualTo(new Opened.Unreadable(Stop.DAMAGED));
            }
        }
    }

    @Test
    void workbookOfAnotherProgramIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "Test", "1.0")) {
            Worksheet sheet = book.newWorksheet("Clientes");
            List<Object> row = List.of(1000000028, 9000000000014L, 143.5, 59.99, "a;\"b\"\nc", true);
            for (int i = 0; i < row.size(); i++) {
                sheet.value(0, i, "coluna " + (char) ('a' + i));
            }
            sheet.value(2, 0, (Number) row.get(0));
            sheet.value(2, 1, (Number) row.get(1));
            sheet.value(2, 2, (Number) row.get(2));
            sheet.value(2, 3, (Number) row.get(3));
            sheet.value(2, 4, (String) row.get(4));
            sheet.value(2, 5, (Boolean) row.get(5));
            sheet.value(3, 0, LocalDate.of(2011, 12, 23));
            sheet.style(3, 0).format("dd/mm/yyyy").set();
            sheet.value(3, 1, LocalDateTime.of(2011, 12, 23, 14, 30, 5));
            sheet.style(3, 1).format("[$-416]d \"de\" mmmm \"de\" yyyy").set();
            sheet.value(3, 2, 0.25);
            sheet.style(3, 2).format("0.00%").set();
        }
        assertThat(lines(out.toByteArray()))
                .containsExactly(
                        "coluna a;coluna b;coluna c;coluna d;coluna e;coluna f",
                        "",
                        "1000000028;9000000000014;143.5000;59.9900;\"a;\"\"b\"\" c\";true",
                        "2011-12-23;2011-12-23 14:30:05;0.2500;;;");
    }

    @Test
    void cellsOfEveryKindAreRead() throws IOException {
        Map<String, String> parts = Books.xlsxParts("""
                <row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><r><t>b </t></r>\
                <r><rPr/><t>c</t></r><rPh><t>no</t></rPh></is></c><c r="C1" t="s"><v>1</v></c></row>
                <row><c><v>1.0000000028E10</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c></row>
                <row r="5"><c r="C5" t="str"><f>A1&amp;B1</f><v>soma</v></c><c r="B5"><f>1+1</f></c>\
                <c r="A5" t="d"><v>2011-12-23T00:00:00Z</v></c></row>
                <row r="6"><c s="1"><v>40900</v></c><c s="2"><v>40900.604166666664</v></c><c s="3"><v>40900</v></c></row>
                <row r="7"><c s="1"><v>60</v></c><c s="1"><v>59</v></c><c s="1"><v>0.5</v></c></row>
                <row r="8"><c><v>59.990000000000002</v></c><c><v>-0</v></c><c><v>1E-7</v></c></row>""");
        parts.put("xl/sharedStrings.xml", "<sst><si><t>no</t></si><si><t>d_x000D_&#10;e</t></si></sst>");
        parts.put("xl/styles.xml", """
                <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yy\\ hh:mm;@"/>
                <numFmt numFmtId="165" formatCode="&quot;R$ &quot;#,##0.00_d[Red]"/></numFmts>
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
                </styleSheet>""");
        assertThat(lines(Books.zip(parts)))
                .containsExactly(
                        "a;b c;d e",
                        "10000000028;#N/A;false",
                        "",
                        "",
                        "2011-12-23;#FORMULA!;soma",
                        "2011-12-23;2011-12-23 14:30:00;40900",
                        "1900-02-29;1900-02-28;12:00:00",
                        "59.9900;0;0.0000001");
    }

    @Test
    void daysAreCountedFrom1904IfTheWorkbookDeclaresIt() throws IOException {
        Map<String, String> parts = Books.xlsxParts("<row><c s=\"0\"><v>39438</v></c></row>");
        parts.put(
                "xl/workbook.xml",
                Books.workbook("<workbookPr date1904=\"1\"/>", "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/>"));
        parts.put("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
        assertThat(lines(Books.zip(parts))).containsExactly("2011-12-23");
    }

    @Test
    void partsMayBeInAnyOrder() throws IOException {
        List<String> names = new ArrayList<>(Books.xlsxParts("").keySet());
        Collections.reverse(names);
        Map<String, String> parts = Books.xlsxParts("<row><c><v>1</v></c></row>");
        Map<String, String> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, parts.getOrDefault(name, "")));
        assertThat(lines(Books.zip(reversed))).containsExactly("1");
    }

    @Test
    void rowsArePaddedToTheHeader() throws IOException {
        String text = "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>";
        assertThat(lines(Books.xlsx("<row r=\"1\">" + text.formatted("A1", "Clientes") + "</row><row r=\"3\">"
                        + text.formatted("A3", "x") + text.formatted("B3", "y") + text.formatted("C3", "z")
                        + "</row><row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"C4\" s=\"0\"/></row>"
                        + "<row r=\"5\"><c r=\"A5\"><v>1</v></c><c r=\"D5\"><v>4</v></c></row><row r=\"6\"/>")))
                .containsExactly("Clientes", "", "x;y;z", "1;;", "1;;;4");
    }

    @Test
    void sheetIsFoundByNameOrNumber() throws IOException {
        Map<String, String> parts = Books.xlsxParts("<row><c><v>1</v></c></row>");
        parts.put(
                "xl/workbook.xml",
                Books.workbook(
                        "",
                        "<sheet name=\"Notas\" state=\"hidden\" r:id=\"rId1\"/><sheet name=\"2024\" r:id=\"rId2\"/>"
                                + "<sheet name=\"Gráfico\" r:id=\"rId3\"/><sheet name=\"1\" r:id=\"rId4\"/>"));
        parts.put(
                "xl/_rels/workbook.xml.rels",
                Books.relationships(
                        "rId1",
                        "worksheet",
                        "worksheets/sheet1.xml",
                        "rId2",
                        "worksheet",
                        "/xl/worksheets/sheet2.xml",
                        "rId3",
                        "chartsheet",
                        "chartsheets/sheet3.xml",
                        "rId4",
                        "worksheet",
                        "worksheets/sheet4.xml"));
        parts.put("xl/worksheets/sheet2.xml", Books.sheet("<row><c><v>2</v></c></row>"));
        parts.put("xl/worksheets/sheet4.xml", Books.sheet("<row><c><v>4</v></c></row>"));
        byte[] book = Books.zip(parts);
        assertThat(lines(book)).containsExactly("2");
        assertThat(lines(book, "notas")).containsExactly("1");
        assertThat(lines(book, "2024")).containsExactly("2");
        assertThat(lines(book, "1")).containsExactly("4");
        assertThat(lines(book, "2")).containsExactly("2");
        try (Opened opened = open(book, "4")) {
            assertThat(opened)
                    .isEqualTo(new Opened.NotRead(new FileRefusal.UnknownSheet(List.of("Notas", "2024", "1"))));
        }
    }

    @Test
    void openDocumentIsRead() throws IOException {
        byte[] book = Books.ods("""
                <table:shapes><text:p>no</text:p></table:shapes><table:table-column/>
                <table:table-header-rows><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>\
                <text:p>b<text:s text:c="2"/><text:span>c</text:span></text:p></table:table-cell>\
                <table:table-cell office:value-type="string" office:string-value="d"><office:annotation><text:p>no</text:p>\
                </office:annotation><text:p>e</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16382"/>\
                </table:table-row></table:table-header-rows>
                <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/>\
                </table:table-row>
                <table:table-row-group><table:table-row table:number-rows-repeated="2"><table:table-cell/>\
                <table:table-cell office:value-type="float" office:value="143.5"/></table:table-row></table:table-row-group>
                <table:table-row><table:table-cell office:value-type="date" office:date-value="2011-12-23T14:30:00"/>\
                <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VERDADEIRO</text:p>\
                </table:table-cell></table:table-row>
                <table:table-row><table:table-cell office:value-type="currency" office:value="1000000028"/>\
                <table:table-cell table:formula="of:=1" office:value-type="string" office:string-value="" \
                calcext:value-type="error"><text:p>#N/D</text:p></table:table-cell></table:table-row>
                <table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>""");
        assertThat(lines(book))
                .containsExactly(
                        "a b  c;d", "", "", ";143.5000", ";143.5000", "2011-12-23 14:30:00;true", "1000000028;#N/D");
        try (Opened opened = open(book, null)) {
            assertThat(opened).isInstanceOfSatisfying(Opened.Sheet.class, sheet -> {
                assertThat(sheet.name()).isEqualTo("Clientes");
                assertThat(sheet.packing()).isEqualTo(Packing.ODS);
            });
        }
    }

    @Test
    void sheetsOfOpenDocumentAreFoundByNameOrNumber() throws IOException {
        String table = "<table:table table:name=\"%s\" table:style-name=\"%s\"><table:table-row><table:table-cell"
                + " office:value-type=\"float\" office:value=\"%s\"/></table:table-row></table:table>";
        byte[] book = Books.zip(
                Books.odsParts(table.formatted("Notas", "ta2", "1") + table.formatted("Clientes", "ta1", "2")));
        assertThat(lines(book)).containsExactly("2");
        assertThat(lines(book, "1")).containsExactly("1");
        assertThat(lines(book, "clientes")).containsExactly("2");
        try (Opened opened = open(book, "3")) {
            assertThat(opened)
                    .isEqualTo(new Opened.NotRead(new FileRefusal.UnknownSheet(List.of("Notas", "Clientes"))));
        }
    }

    @Test
    void sheetWithoutARowHasNoText() throws IOException {
        assertThat(lines(Books.xlsx(""))).isEmpty();
        assertThat(lines(Books.xlsx("<row r=\"7\"><c s=\"1\"/></row>"))).isEmpty();
        assertThat(lines(Books.ods(""))).isEmpty();
    }

    @Test
    void documentsThatAreNotReadableWorkbooksAreRefused() throws IOException {
        Map<String, String> word = Books.xlsxParts("");
        word.put("_rels/.rels", Books.relationships("rId1", "officeDocument", "word/document.xml"));
        word.put("word/document.xml", "<document/>");
        assertNotOpened(Books.zip(word), new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK));
        Map<String, String> binary = Books.xlsxParts("");
        binary.put("_rels/.rels", Books.relationships("rId1", "officeDocument", "xl/workbook.bin"));
        binary.put("xl/workbook.bin", "\0");
        assertNotOpened(Books.zip(binary), new Opened.NotRead(Reason.BINARY_WORKBOOK));
        Map<String, String> text = Books.odsParts("");
        text.put("mimetype", "application/vnd.oasis.opendocument.text");
        assertNotOpened(Books.zip(text), new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK));
        Map<String, String> locked = Books.odsParts("");
        locked.put("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>");
        assertNotOpened(Books.zip(locked), new Opened.NotRead(Reason.PROTECTED_WORKBOOK));
    }

    @Test
    void otherArchiveIsPassedOnFromItsBeginning() throws IOException {
        byte[] archive = Books.zip(Map.of("meta.xml", "a", "one.csv", "b"));
        try (Opened opened = open(archive, null)) {
            assertThat(((Opened.Archive) opened).packed()).hasBinaryContent(archive);
        }
    }

    @Test
    void changedByteIsNoticedBeforeARowIsRead() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            rows.append("<row><c><v>").append(i * 7919).append("</v></c></row>");
        }
        byte[] book = Books.xlsx(rows.toString());
        List<String> right = lines(book);
        for (int at = 0; at < book.length; at += 3) {
            byte[] changed = book.clone();
            changed[at] ^= 0x10;
            try (Opened opened = open(changed, null)) {
                if (opened instanceof Opened.Sheet) {
                    assertThat(lines(changed)).isEqualTo(right);
                }
            }
        }
    }

    @Test
    void truncatedArchiveIsRecognised() throws IOException {
        byte[] book = Books.xlsx("<row><c><v>1</v></c></row>");
        assertNotOpened(Arrays.copyOf(book, book.length - 30), new Opened.Unreadable(Stop.TRUNCATED));
    }

    @Test
    void bombIsStopped() throws IOException {
        assertNotOpened(
                Books.xlsx("<row><c><v>1</v></c></row>" + " ".repeat(5_000_000)),
                new Opened.Unreadable(Stop.EXPANDS_TOO_FAR));
        assertNotOpened(Books.ods(" ".repeat(5_000_000)), new Opened.Unreadable(Stop.EXPANDS_TOO_FAR));
    }

    @Test
    void tooManySharedTextsAreRefused() throws IOException {
        Map<String, String> parts = Books.xlsxParts("");
        StringBuilder texts = new StringBuilder("<sst>");
        for (int i = 0; i < 60_000; i++) {
            texts.append("<si><t>").append(Integer.toHexString(i * 0x9E3779B1)).append("-text</t></si>");
        }
        parts.put("xl/sharedStrings.xml", texts.append("</sst>").toString());
        assertNotOpened(Books.zip(parts), new Opened.NotRead(Reason.WORKBOOK_TOO_LARGE));
    }

    @Test
    void tooLargeWorkbookIsRefused() throws IOException {
        assertNotOpened(new byte[(1 << 20) + 1], new Opened.NotRead(Reason.WORKBOOK_TOO_LARGE));
    }

    @Test
    void manyEscapedCharactersAreRead() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            rows.append("<row><c t=\"str\"><v>&amp;&lt;&#233;&gt;</v></c><c><v>")
                    .append(i * 0x9E3779B1L);
            rows.append("</v></c></row>");
        }
        assertThat(lines(Books.xlsx(rows.toString())))
                .hasSize(40_000)
                .allSatisfy(line -> assertThat(line).startsWith("&<é>;"));
    }

    /// XXE, and a billion laughs.
    @Test
    void documentTypesAreRefused() throws IOException {
        Path secret = Files.writeString(Files.createTempFile("secret", ".txt"), "123");
        try {
            for (String type : List.of(
                    "<!DOCTYPE worksheet [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>",
                    "<!DOCTYPE worksheet [<!ENTITY e \"123\">]>",
                    "<!DOCTYPE worksheet SYSTEM \"" + secret.toUri() + "\">")) {
                Map<String, String> parts = Books.xlsxParts("");
                parts.put(
                        "xl/worksheets/sheet1.xml",
                        type + "<worksheet><sheetData><row><c t=\"str\"><v>&e;</v></c></row></sheetData></worksheet>");
                assertDamaged(Books.zip(parts));
                Map<String, String> ods = Books.odsParts("");
                ods.computeIfPresent("content.xml", (_, xml) -> xml.replace("?>\n", "?>\n" + type));
                assertDamaged(Books.zip(ods));
            }
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void invalidSheetIsDamaged() throws IOException {
        for (String rows : List.of(
                "<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row>",
                "<row r=\"1048577\"><c><v>1</v></c></row>",
                "<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
                "<row><c r=\"XFE1\"><v>1</v></c></row>",
                "<row><c r=\"1\"><v>1</v></c></row>",
                "<row><c t=\"s\"><v>0</v></c></row>",
                "<row><c t=\"?\"><v>0</v></c></row>",
                "<row><c t=\"str\"><v>" + "x".repeat(200_000) + "</v></c></row>",
                "<a>".repeat(1000) + "</a>".repeat(1000),
                "<row><c><v>1</v></row>")) {
            assertDamaged(Books.xlsx(rows));
        }
        for (String rows : List.of(
                "<table:table-row table:number-rows-repeated=\"2000000\"><table:table-cell"
                        + " office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
                "<table:table-row><table:table-cell table:number-columns-repeated=\"20000\"/></table:table-row>",
                "<table:table-row table:number-rows-repeated=\"-1\"><table:table-cell/></table:table-row>")) {
            assertDamaged(Books.ods(rows));
        }
    }

    @Test
    void abortedUploadLeavesNoTemporaryFile() {
        InputStream leaving = new SequenceInputStream(new ByteArrayInputStream(new byte[1000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        });
        assertThatThrownBy(() -> new StaxWorkbookReader(WORKBOOK_LIMITS, folder).open(leaving, null, LIMITS))
                .hasMessage("gone");
    }

    @Test
    void permitIsReleasedHoweverReadingEnds() throws IOException {
        StaxWorkbookReader one = new StaxWorkbookReader(WORKBOOK_LIMITS, folder);
        for (int i = 0; i < 3; i++) {
            for (byte[] file : List.of(Books.xlsx("<row><c><v>1</v></c></row>"), Books.xlsx("<row>"), Books.ods(""))) {
                one.open(new ByteArrayInputStream(file), null, LIMITS).close();
            }
        }
    }
}
