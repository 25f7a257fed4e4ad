package dev.carga.adapters.http.report;

import static dev.carga.adapters.http.RunningServer.ROW_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import dev.carga.application.Stores;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectRoutesTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final String COLUMNS = "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;"
            + "loja_mais_frequente;loja_ultima_compra";
    private static final String HEADER = COLUMNS + "\n";
    private static final String GOOD = "041.091.641-25;0;1;2011-11-23;1,50;2,50;;\n";
    private static final String SHORT = "058.189.421-98;0;1;2011-11-23;1,50;2,50;79.379.491/0008-50\n";
    private static final String WITHOUT_CPF = ";0;1;2011-11-23;1,50;2,50;;\n";
    private static final String MISSING = "CPF ausente: linha rejeitada";
    private static final String WRONG_COLUMNS =
            "Número de campos diferente do resto do arquivo, ou aspas sem fechamento: linha rejeitada";

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String load(byte[] file) {
        return load("a.csv", file);
    }

    private String load(String name, byte[] file) {
        String id = Json.text(server.postFile(name, file).body(), "message_id");
        server.loadAll();
        return id;
    }

    private String load(String file) {
        return load(file.getBytes(UTF_8));
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/api/v1/uploads/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build(), BodyHandlers.ofByteArray());
    }

    private String rejects(String id) {
        return new String(get(id + "/rejects").body(), UTF_8);
    }

    private JsonNode upload(String id) {
        return Json.read(new String(get(id).body(), UTF_8));
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    @Test
    void rejectedLinesAreUnchangedAndFollowedByTheirReason() {
        String id = load(HEADER + GOOD + WITHOUT_CPF + SHORT);

        HttpResponse<byte[]> response = get(id + "/rejects");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/plain;charset=utf-8");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"rejects-" + id + ".txt\"");
        assertThat(header(response, "Carga-Rejects-Kept")).isEqualTo("2 of 2");
        assertThat(header(response, "Content-Language")).isEqualTo("pt-BR");
        assertThat(new String(response.body(), UTF_8))
                .isEqualTo(COLUMNS + ";motivo\n" + WITHOUT_CPF.strip() + ";" + MISSING + "\n" + SHORT.strip() + ";"
                        + WRONG_COLUMNS + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "?lang=en | - | reason",
                "- | en-GB,en;q=0.9 | reason",
                "?lang=pt | en | motivo",
                "?lang=pt-BR | - | motivo",
                "- | pt-BR, en;q=0.5 | motivo",
                "- | de, fr | motivo",
                "- | ?? | motivo"
            },
            delimiter = '|',
            nullValues = "-")
    void reasonIsInTheRequestedLanguage(String lang, String accepted, String column) {
        String id = load(HEADER + WITHOUT_CPF);
        String path = id + "/rejects" + (lang == null ? "" : lang);
        HttpResponse<byte[]> response = accepted == null ? get(path) : get(path, "Accept-Language", accepted);
        assertThat(new String(response.body(), UTF_8))
                .startsWith(COLUMNS + ";" + column + "\n")
                .contains(column.equals("reason") ? ";The CPF is missing: line rejected\n" : MISSING);
    }

    @Test
    void linesKeepTheEncodingOfTheFile() {
        byte[] file = (HEADER + ";0;1;;;;S\u00e3o;\n").getBytes(WINDOWS_1252);
        String id = load(file);

        HttpResponse<byte[]> response = get(id + "/rejects");

        assertThat(header(response, "Content-Type")).isEqualToIgnoringCase("text/plain; charset=windows-1252");
        assertThat(new String(response.body(), WINDOWS_1252)).endsWith("\n;0;1;;;;S\u00e3o;;" + MISSING + "\n");
    }

    @Test
    void undecodableBytesAreKeptInTextAndMarkedInCsv() {
        String text = HEADER + "041.091.641-25;0;1;;;;S\u00e3o\u20ac;\n" + ";0;1;;;;X;\n";
        byte[] file = text.getBytes(UTF_8);
        int place = new String(file, WINDOWS_1252).indexOf(";X;") + 1;
        file[place] = (byte) 0xE3;
        String id = load(file);

        byte[] rejects = get(id + "/rejects").body();
        assertThat(new String(rejects, WINDOWS_1252)).contains("\n;0;1;;;;\u00e3;;");
        assertThat(new String(get(id + "/rejects?format=csv").body(), UTF_8))
                .contains("\r\n;0;1;;;;\uFFFD;;;")
                .contains("\uFFFD est\u00e1 no lugar do que n\u00e3o p\u00f4de ser decodificado");
    }

    @Test
    void reasonInAnAlignedFileFollowsATabAndAHash() {
        String id = load(RunningServer.HEADER + ROW_1 + "NULL 0 0 NULL NULL NULL NULL NULL\na b\n");
        assertThat(rejects(id))
                .isEqualTo(COLUMNS.replace(';', ' ') + "\t# motivo\nNULL 0 0 NULL NULL NULL NULL NULL\t# " + MISSING
                        + "\na b\t# " + WRONG_COLUMNS + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", "|", "\t", " "})
    void correctedLinesAreLoadedAndOthersRejectedAgain(String separator) {
        String file = (COLUMNS + "\n041.091.641-25;0;1;2011-11-23;1;2;NULL;NULL\nNULL;0;1;2011-11-23;1;2;NULL;NULL\n"
                        + "NULL;1;1;2011-11-23;1;2;NULL;NULL\n058.189.421-98;0;1;2011-11-23;1;2;NULL\n")
                .replace(";", separator);
        String id = load(file);
        String rejects = rejects(id).replaceFirst("\nNULL", "\n732.112.549-90");

        String again = load("rejects-" + id + ".txt", rejects.getBytes(UTF_8));

        JsonNode upload = upload(again);
        assertThat(upload.at("/counters/total_added").asInt()).isEqualTo(1);
        assertThat(upload.at("/counters/missing_cpf_count").asInt()).isEqualTo(1);
        assertThat(upload.at("/counters/wrong_columns_count").asInt()).isEqualTo(1);
        assertThat(server.stores.rows()).hasSize(2);

        // The second file of rejected lines contains only the second reason.
        String corrected = rejects(again)
                .replaceFirst("\nNULL", "\n079.427.851-91")
                .replaceFirst(
                        "058.189.421-98" + Pattern.quote(separator) + "0",
                        "058.189.421-98" + separator + "0" + separator + "0");
        assertThat(corrected.lines().findFirst().orElseThrow()).containsOnlyOnce("motivo");
        String last = load("rejects-" + again + ".txt", corrected.getBytes(UTF_8));
        assertThat(upload(last).at("/counters/total_rejected").asInt()).isZero();
        assertThat(upload(last).at("/counters/total_added").asInt()).isEqualTo(2);
        assertThat(upload(id).path("open_rejects").asInt()).isZero();
        assertThat(upload(id).at("/corrections")).hasSize(2);
    }

    @Test
    void columnsKeepTheFilesOrderAndIgnoredOnesTheirNames() {
        String header = "\"Observa\u00e7\u00e3o; livre\";private;cpf;incompleto;data_ultima_compra;ticket_medio;"
                + "ticket_ultima_compra;loja_ultima_compra;loja_mais_frequente\n";
        List<FileColumns.Field> fields =
                new ArrayList<>(List.of(FileColumns.Field.passedOver("Observa\u00e7\u00e3o; livre")));
        Stream.of(header.strip().split(";", -1))
                .skip(2)
                .forEach(name ->
                        fields.add(FileColumns.Field.of(Column.parse(name).orElseThrow())));
        Layout layout =
                Layout.plain(TextEncoding.UTF_8, Separator.SEMICOLON, new FileColumns(fields), true, Layout.LineEnd.LF);
        UploadId upload = UploadId.random();
        server.stores
                .uploads()
                .open(
                        upload,
                        new UploadStore.Opening("a.csv", layout, UploadOptions.of(DuplicatePolicy.FAIL), Traces.TRACE));
        server.stores.uploads().add(upload, Stores.part(1, 2, "oi;1;;1;;;;;"));
        server.stores.backlog().queueNext(upload, 1);
        server.stores.loader().load(new PartRef(upload, 1), Stores.READING);
        assertThat(rejects(upload.toString())).startsWith(header.strip() + ";motivo\noi;1;;1;;;;;;");
    }

    @Test
    void linesBelowAnotherHeaderAreWrittenBelowThatHeader() {
        String other = "private;cpf;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;"
                + "loja_mais_frequente;loja_ultima_compra";
        String id = load(HEADER + WITHOUT_CPF + GOOD + GOOD.replace("041.091.641-25", "000.000.001-91") + other
                + "\n1;;1;;;;;\n" + "0;000.000.002-72;1;;;;;\n0;;1;;;;;\n" + HEADER + WITHOUT_CPF);
        assertThat(rejects(id).lines().map(line -> line.replace(";" + MISSING, "")))
                .containsExactly(
                        COLUMNS + ";motivo",
                        WITHOUT_CPF.strip(),
                        other + ";motivo",
                        "1;;1;;;;;",
                        "0;;1;;;;;",
                        COLUMNS + ";motivo",
                        WITHOUT_CPF.strip());
    }

    /// The columns of its values are unknown.
    @ParameterizedTest
    @ValueSource(strings = {"text", "csv"})
    void lineBelowAnUnknownHeaderIsRejectedAgain(String format) {
        String unknown = HEADER.replace("private", "cpf_do_titular").replace("incompleto", "idade");
        String id = load(HEADER + GOOD + unknown + "058.189.421-98;0;1;;;;;\n");
        assertThat(upload(id).at("/counters/unknown_header_count").asInt()).isEqualTo(1);

        String again = load(get(id + "/rejects?format=" + format).body());

        assertThat(upload(again).at("/counters/wrong_columns_count").asInt()).isEqualTo(1);
        assertThat(server.stores.rows()).hasSize(1);
    }

    @Test
    void csvHasOneFieldPerCell() {
        String id = load(HEADER + "=1+1 TOTAL;0;1;-5,00;\"a;\"\"b\"\"\";x;@y;z\n" + WITHOUT_CPF + SHORT);

        HttpResponse<byte[]> response = get(id + "/rejects?format=csv&lang=en");

        assertThat(header(response, "Content-Type")).isEqualToIgnoringCase("text/csv; charset=utf-8");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"rejects-" + id + ".csv\"");
        List<String> lines = List.of(new String(response.body(), UTF_8).split("\r\n", -1));
        assertThat(lines.get(0)).isEqualTo("\uFEFF" + COLUMNS + ";reason");
        assertThat(lines).contains(WITHOUT_CPF.strip() + ";The CPF is missing: line rejected");
        assertThat(lines.get(3))
                .startsWith(SHORT.strip() + ";;;The number of fields differs from the rest of the file,");
        assertThat(lines.get(4)).isEmpty();
    }

    @Test
    void csvEscapesFormulasAndKeepsNumbers() {
        String id = load(HEADER + ";=1+1;+cmd;-5,00;\"a;\"\"b\"\"\";-x;@y;+1.000,5\n");
        assertThat(new String(get(id + "/rejects?format=csv").body(), UTF_8))
                .contains("\r\n;'=1+1;'+cmd;-5,00;\"a;\"\"b\"\"\";'-x;'@y;+1.000,5;" + MISSING + "\r\n");
    }

    /// Excel fills short rows with empty cells.
    @Test
    void shortLineSavedByASpreadsheetIsRejectedAgain() {
        String id = load(HEADER + WITHOUT_CPF + SHORT);
        String saved = new String(get(id + "/rejects?format=csv").body(), UTF_8)
                .replace(";motivo\r\n", ";motivo;\r\n")
                .replace("\r\n;0;1", "\r\n041.091.641-25;0;1")
                .replace(MISSING + "\r\n", MISSING + ";\r\n");

        String again = load("rejects-" + id + ".csv", saved.getBytes(UTF_8));

        assertThat(upload(again).at("/counters/total_added").asInt()).isEqualTo(1);
        assertThat(upload(again).at("/counters/wrong_columns_count").asInt()).isEqualTo(1);
        assertThat(upload(id).path("open_rejects").asInt()).isEqualTo(1);

        // In neither format does the line become a row of seven values.
        for (String format : List.of("text", "csv")) {
            String third = load(get(again + "/rejects?format=" + format).body());
            assertThat(upload(third).at("/counters/wrong_columns_count").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void csvOfAnAlignedFileHasOneFieldPerCell() {
        String id = load(RunningServer.HEADER + "NULL   0 1\tNULL NULL 2,5 NULL NULL\n");
        assertThat(new String(get(id + "/rejects?format=csv").body(), UTF_8))
                .isEqualTo("\uFEFF" + COLUMNS + ";motivo\r\nNULL;0;1;NULL;NULL;2,5;NULL;NULL;" + MISSING + "\r\n");
    }

    @Test
    void kindSelectsLinesWithFlaws() {
        String flawed = "041.091.641-26;9;1;31/02/2011;1,50;2,50;;";
        String id = load(HEADER + GOOD + flawed + "\n" + WITHOUT_CPF);

        HttpResponse<byte[]> flaws = get(id + "/rejects?kind=flaws&lang=en");
        assertThat(header(flaws, "Content-Disposition")).contains("\"flaws-" + id + ".txt\"");
        assertThat(header(flaws, "Carga-Rejects-Kept")).isEqualTo("1 of 1");
        assertThat(new String(flaws.body(), UTF_8).lines().skip(1).toList())
                .singleElement()
                .asString()
                .startsWith(flawed + ";cpf: Invalid CPF")
                .contains(" / private: ", " / data_ultima_compra: ");
        HttpResponse<byte[]> all = get(id + "/rejects?kind=all");
        assertThat(header(all, "Carga-Rejects-Kept")).isEqualTo("2 of 2");
        assertThat(new String(all.body(), UTF_8).lines().skip(1).map(line -> line.substring(0, 5)))
                .containsExactly("041.0", ";0;1;");
        assertThat(rejects(id).lines()).hasSize(2);
    }

    @Test
    void uploadWithoutRejectsReturnsTheHeaderOnly() {
        String id = load(HEADER + GOOD);
        assertThat(rejects(id)).isEqualTo(COLUMNS + ";motivo\n");
        assertThat(header(get(id + "/rejects"), "Carga-Rejects-Kept")).isEqualTo("0 of 0");
    }

    @ParameterizedTest
    @CsvSource({
        "x/rejects, 400, malformed_upload_id",
        "123e4567-e89b-42d3-a456-426614174000/rejects, 404, unknown_upload",
        "<id>/rejects?kind=wrong, 400, unknown_kind",
        "<id>/rejects?format=xlsx, 400, unknown_format",
        "<id>/rejects?lang=de, 400, unknown_language"
    })
    void invalidRequestIsRefused(String path, int status, String code) {
        HttpResponse<byte[]> response = get(path.replace("<id>", load(HEADER + GOOD)));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Json.text(new String(response.body(), UTF_8), "code")).isEqualTo(code);
    }
}
