package dev.carga.adapters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.application.report.UploadView;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Unusual files, each with its result: what was recognised and counted, or the problem.
class OddFilesTest {

    private static final String NAMES =
            "CPF;PRIVATE;INCOMPLETO;DATA DA ÚLTIMA COMPRA;TICKET MÉDIO;TICKET DA ÚLTIMA COMPRA;"
                    + "LOJA MAIS FREQUÊNTE;LOJA DA ÚLTIMA COMPRA";
    private static final String ONE =
            "041.091.641-25;0;1;2015-01-06;143,50;476,87;51.840.894/0002-40;51.840.894/0002-40";
    private static final String TWO = "000.000.001-91;1;0;;;;;";
    private static final String FILE = NAMES + "\n" + ONE + "\n" + TWO + "\n";
    private static final String SEPARATED = "UTF-8 semicolon lf header ";
    private static final String BOTH = "total_rows=2 total_added=2";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
    record Case(String name, byte[] file, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case file(String name, String file, String expected) {
        return new Case(name, file.getBytes(UTF_8), expected);
    }

    private static Case file(String name, byte[] file, String expected) {
        return new Case(name, file, expected);
    }

    private static byte[] both(byte[] first, int... second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        for (int b : second) {
            both.write(b);
        }
        return both.toByteArray();
    }

    static Stream<Case> encodings() {
        byte[] wide = FILE.getBytes(UTF_16LE);
        return Stream.of(
                file("UTF-8", FILE, SEPARATED + BOTH),
                file("UTF-8 with a byte order mark", "\uFEFF" + FILE, SEPARATED + BOTH),
                file("Latin-1", FILE.getBytes(ISO_8859_1), "windows-1252 semicolon lf header " + BOTH),
                file("CP850", FILE.getBytes(Charset.forName("IBM850")), "IBM850 semicolon lf header " + BOTH),
                file("UTF-16LE", wide, "UTF-16LE semicolon lf header " + BOTH),
                file(
                        "UTF-16LE with a mark",
                        ("\uFEFF" + FILE).getBytes(UTF_16LE),
                        "UTF-16LE semicolon lf header " + BOTH),
                file("UTF-16BE", FILE.getBytes(UTF_16BE), "UTF-16BE semicolon lf header " + BOTH),
                file(
                        "UTF-16 without its last byte",
                        Arrays.copyOf(wide, wide.length - 1),
                        "UTF-16LE semicolon lf header total_rows=2 total_added=1 total_rejected=1 invalid_encoding_count=1"),
                file(
                        "half a surrogate pair",
                        both(wide, 0x00, 0xD8, '\n', 0),
                        "UTF-16LE semicolon lf header total_rows=3 total_added=2 total_rejected=1 invalid_encoding_count=1"),
                file("UTF-32", ("\uFEFF" + FILE).getBytes(Charset.forName("UTF-32LE")), "wide_text"),
                file("UTF-8 decoded as Latin-1 once", new String(FILE.getBytes(UTF_8), ISO_8859_1), "wrong_header"));
    }

    static Stream<Case> lineEnds() {
        return Stream.of(
                file("CRLF", FILE.replace("\n", "\r\n"), "UTF-8 semicolon crlf header " + BOTH),
                file("CR", FILE.replace("\n", "\r"), "UTF-8 semicolon cr header " + BOTH),
                file(
                        "all three line ends",
                        NAMES + "\r\n" + ONE + "\r" + TWO + "\n",
                        "UTF-8 semicolon mixed header " + BOTH),
                file("CR CR LF", FILE.replace("\n", "\r\r\n"), "UTF-8 semicolon mixed header " + BOTH),
                file("no line end at the end", FILE.strip(), SEPARATED + BOTH),
                file("many blank lines first", "\n".repeat(20_000) + FILE, SEPARATED + BOTH),
                file("only blank lines", "\n\n  \n\t\n", "UTF-8 blanks lf rows"),
                file("only a header", NAMES + "\n", SEPARATED.strip()));
    }

    static Stream<Case> columns() {
        String quoted = '"' + FILE.strip().replace(";", "\";\"").replace("\n", "\"\n\"") + '"';
        return Stream.of(
                file("commas", quoted.replace("\";\"", "\",\""), "UTF-8 comma lf header " + BOTH),
                file("tabs", FILE.replace(';', '\t'), "UTF-8 tab lf header " + BOTH),
                file("bars", FILE.replace(';', '|'), "UTF-8 pipe lf header " + BOTH),
                file("quotes", quoted, SEPARATED + BOTH),
                file("blanks around values", FILE.replace(";", " ; "), SEPARATED + BOTH),
                file("an extra separator", FILE.replace("\n", ";\n"), SEPARATED + BOTH),
                file("a line for Excel", "sep=;\n" + FILE, SEPARATED + BOTH),
                file("no header", ONE + "\n" + TWO + "\n", "UTF-8 semicolon lf rows " + BOTH),
                file(
                        "names as columns are called",
                        "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;loja_mais_frequente;"
                                + "loja_ultima_compra\n" + ONE + "\n" + TWO,
                        SEPARATED + BOTH),
                file("names with unusual blanks", FILE.replace("TICKET ", "TICKET\u00A0"), SEPARATED + BOTH),
                file(
                        "aligned by blanks",
                        FILE.replace(TWO, "000.000.001-91;1;0;NULL;NULL;NULL;NULL;NULL")
                                .replace(";", "   "),
                        "UTF-8 blanks lf header " + BOTH),
                file("a duplicate column", FILE.replace("PRIVATE", "CPF"), "wrong_header"),
                file("an extra column", FILE.replace("\n", ";x\n"), "wrong_header"),
                file("a missing column", FILE.replace("CPF;", ""), "wrong_header"),
                file("a line end in a name", FILE.replace("PRIVATE", "\"PRI\nVATE\""), "wrong_header"));
    }

    static Stream<Case> lines() {
        return Stream.of(
                file(
                        "a quote that is not closed",
                        FILE + "\"" + ONE + "\n",
                        SEPARATED + "total_rows=3 total_added=2 wrong_columns_count=1 total_rejected=1"),
                file(
                        "NUL bytes",
                        FILE + "\0\0\n",
                        SEPARATED + "total_rows=3 total_added=2 total_rejected=1 nul_byte_count=1"),
                file(
                        "a line without an end",
                        FILE + "x".repeat(100_000),
                        SEPARATED + "total_rows=3 total_added=2 total_rejected=1 line_too_long_count=1"),
                file("only separators", FILE + ";;;;;;;\n", SEPARATED + BOTH),
                file(
                        "a CPF without its leading zeros",
                        NAMES + "\n4109164125;0;1;;;;;\n",
                        SEPARATED + "total_rows=1 total_added=1 restored_values_count=1"),
                file(
                        "digits of another script",
                        NAMES + "\n０４１.091.641-25;0;1;;;;;\n",
                        SEPARATED + "total_rows=1 total_added=1"),
                file(
                        "points for commas",
                        NAMES + "\n041.091.641-25;0;1;;143.50;1,234.56;;\n",
                        SEPARATED + "total_rows=1 total_added=1"),
                file(
                        "a CNPJ of letters",
                        NAMES + "\n041.091.641-25;0;1;;;;12.ABC.345/01DE-35;12abc34501de35\n",
                        SEPARATED + "total_rows=1 total_added=1"));
    }

    static Stream<Case> kinds() {
        return Stream.of(
                file("JSON", "{\"cpf\":\"041.091.641-25\"}\n", "json_document"),
                file("an HTML page", "\n<!-- x -->\n<!DOCTYPE HTML>\n" + FILE, "html_page"),
                file("an XML document", "\uFEFF<?xml version=\"1.0\"?>\n<Workbook/>", "xml_document"),
                file("rich text", "{\\rtf1\\ansi " + FILE + "}", "rtf_document"),
                file("a PDF", "%PDF-1.4\n" + FILE, "pdf_document"),
                file("bzip2", "BZh91AY&SY" + FILE, "unsupported_archive"),
                file("Parquet", "PAR1" + FILE, "binary_file"),
                file("SQLite", "SQLite format 3\0" + FILE, "binary_file"),
                file("names in brackets", FILE.replaceAll("(?<=[;\n]|^)([A-Z][^;\n]*)", "[$1]"), SEPARATED + BOTH),
                file("names as tags", FILE.replaceAll("(?<=[;\n]|^)([A-Z][^;\n]*)", "<$1>"), SEPARATED + BOTH));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"encodings", "lineEnds", "columns", "lines", "kinds"})
    void everyFileGetsItsResult(Case odd) {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri("/api/v1/uploads?filename=odd.csv"))
                .POST(BodyPublishers.ofByteArray(odd.file))
                .build());
        JsonNode json = Json.read(answer.body());
        if (answer.statusCode() != 202) {
            assertThat(json.required("code").asText()).isEqualTo(odd.expected);
            return;
        }
        server.loadAll();
        UploadId id = UploadId.parse(
                        json.required("uploads").get(0).required("id").asText())
                .orElseThrow();
        assertThat(inWords(server.stores.queries().summary(id).orElseThrow())).isEqualTo(odd.expected);
    }

    private static String inWords(UploadView upload) {
        Layout layout = Objects.requireNonNull(upload.content().layout());
        String counted = Stream.of(Counter.values())
                .filter(counter -> upload.counters().of(counter) > 0)
                .map(counter -> " " + counter.key() + "=" + upload.counters().of(counter))
                .collect(Collectors.joining());
        return layout.encoding().key() + " " + layout.separator().key() + " "
                + layout.lineEnd().key() + (layout.header() ? " header" : " rows") + counted;
    }
}
