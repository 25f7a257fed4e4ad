package dev.carga.bootstrap.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One file in many formats, over HTTP into a real PostgreSQL: the same rows each time.
class FileFormatsIT {

    private static final int LINES = 2_500;
    private static final List<String> NAMES = List.of(
            "CPF",
            "PRIVATE",
            "INCOMPLETO",
            "DATA DA ÚLTIMA COMPRA",
            "TICKET MÉDIO",
            "TICKET DA ÚLTIMA COMPRA",
            "LOJA MAIS FREQUÊNTE",
            "LOJA DA ÚLTIMA COMPRA");
    private static final Map<String, String> SEPARATORS =
            Map.of("semicolon", ";", "comma", ",", "tab", "\t", "pipe", "|", "blanks", " ");
    private static final List<Integer> OTHER_ORDER = List.of(3, 0, 7, 1, 2, 4, 5, 6);

    private final TestDatabase database = new TestDatabase();

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private Carga start() {
        Settings settings = new Settings(
                Role.ALL,
                HttpSettings.on("127.0.0.1", 0),
                database.settings(12),
                null,
                Path.of("unused"),
                2,
                8,
                5,
                Duration.ofMinutes(2),
                new CuttingRules(1_000, 1 << 20, 1 << 10));
        return Carga.of(settings).start();
    }

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, LINES, 20261125, SampleFile.Flaws.NONE);
        return bytes.toByteArray();
    }

    /// The sample in another layout.
    private static String written(byte[] sample, String separator, String end) {
        StringBuilder file = new StringBuilder();
        append(file, NAMES, separator).append(end);
        new String(sample, UTF_8)
                .lines()
                .skip(1)
                .forEach(line -> append(file, Arrays.asList(line.strip().split(" +")), separator)
                        .append(end));
        return file.toString();
    }

    private static StringBuilder append(StringBuilder file, List<String> values, String separator) {
        for (int i = 0; i < OTHER_ORDER.size(); i++) {
            String value = values.get(OTHER_ORDER.get(i));
            String field = value.equals("NULL") && !separator.equals(" ") ? "" : value;
            file.append(i == 0 ? "" : separator).append(field.contains(separator) ? '"' + field + '"' : field);
        }
        return file;
    }

    private static byte[] packed(byte[] file, String packing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (packing) {
            case "gzip" -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(file);
                }
            }
            case "zip" -> {
                try (ZipOutputStream zip = new ZipOutputStream(out)) {
                    zip.putNextEntry(new ZipEntry("compras.csv"));
                    zip.write(file);
                }
            }
            case "zstd" -> out.write(Zstd.compress(file, 19));
            default -> out.write(file);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "semicolon, windows-1252, crlf, gzip",
        "comma, UTF-8, lf, zip",
        "tab, UTF-16LE, cr, zstd",
        "pipe, UTF-16BE, lf, none",
        "blanks, windows-1252, cr, none"
    })
    void fileInAnotherFormatGivesTheSameRows(String separator, String charset, String end, String packing)
            throws IOException {
        byte[] sample = sample();
        String text = written(
                sample,
                Objects.requireNonNull(SEPARATORS.get(separator)),
                end.replace("cr", "\r").replace("lf", "\n"));
        byte[] file = packed(text.getBytes(Charset.forName(charset)), packing);
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            String id = client.send("compras.csv", file);
            client.awaitCompleted(id);

            assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(sample));
            JsonNode upload = client.upload(id);
            JsonNode layout = upload.path("layout");
            assertThat(upload.path("bytes").asLong()).isEqualTo(text.getBytes(Charset.forName(charset)).length);
            assertThat(upload.path("parts").path("loaded").asInt()).isEqualTo(3);
            assertThat(layout.path("separator").asText()).isEqualTo(separator);
            assertThat(layout.path("encoding").asText()).isEqualTo(charset);
            assertThat(layout.path("line_end").asText()).isEqualTo(end);
            assertThat(layout.path("header").asBoolean()).isTrue();
            assertThat(layout.path("columns").path(0).asText()).isEqualTo("data_ultima_compra");
            assertThat(layout.path("packed_by").path(0).asText("none")).isEqualTo(packing);
        }
    }

    /// The downloaded rejects are corrected and sent again.
    @Test
    void rejectedLinesAreReturnedUnchangedAndLoadAfterTheirCorrection() {
        Charset charset = Charset.forName("windows-1252");
        String header =
                "Última;cpf;private;incompleto;data_ultima_compra;ticket_medio;loja_mais_frequente;loja_ultima_compra\r\n"
                        .replace("Última", "Ticket da Última Compra");
        String good = "1,0;041.091.641-25;0;1;;;;\r\n";
        String bad = "2,0;;0;1;;;março;\r\n";
        try (Carga carga = start();
                Client client = new Client(carga.port())) {
            String id = client.send("compras.csv", (header + good + bad).getBytes(charset));
            client.awaitCompleted(id);

            JsonNode issues = client.json("/api/v1/uploads/" + id + "/issues");
            assertThat(issues.path("counted").asInt()).isEqualTo(1);
            assertThat(issues.path("issues").path(0).path("code").asText()).isEqualTo("missing_cpf");
            assertThat(issues.path("issues").path(0).path("line").asInt()).isEqualTo(3);
            byte[] rejects = client.bytes("/api/v1/uploads/" + id + "/rejects");
            assertThat(new String(rejects, charset))
                    .startsWith("ticket_ultima_compra;cpf;private;")
                    .endsWith("\n2,0;;0;1;;;março;;CPF ausente: linha rejeitada\n");

            String corrected = new String(rejects, charset).replace("2,0;;", "2,0;000.000.001-91;");
            JsonNode status = client.awaitCompleted(client.send("corrected.csv", corrected.getBytes(charset)));
            assertThat(status.path("success")
                            .path(0)
                            .path("message")
                            .path("total_added")
                            .asInt())
                    .isEqualTo(1);
            assertThat(Rows.of(database)).hasSize(2).anyMatch(row -> row.contains("|março|"));
        }
    }
}
