package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.amqp.TestBroker;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.metrics.MetricsText;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.CuttingRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The metrics of a web process and a worker on real servers.
class MetricsIT {

    private static final String FILE = "compras-de-maria-12345678909.txt";
    private static final String STORE = Cnpj.ofRoot("793794910008").text();

    /// CPF, CNPJ, UUID in any of their forms.
    private static final Pattern IDENTIFYING = Pattern.compile("[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}-?[0-9]{2}"
            + "|[0-9A-Z]{2}\\.[0-9A-Z]{3}\\.[0-9A-Z]{3}/"
            + "|[0-9a-f]{8}-[0-9a-f]{4}-");

    private final TestDatabase database = new TestDatabase();
    private final TestBroker broker = TestBroker.running();
    private final String queue = broker.newQueueName();

    @AfterEach
    void cleanUp() {
        broker.delete(queue);
        database.close();
    }

    private Carga start(Role role, @Nullable HttpSettings http, @Nullable ManagementSettings management) {
        return Carga.of(new Settings(
                                role,
                                http,
                                database.settings(12),
                                new BrokerSettings(broker.uri(), queue),
                                Path.of("unused"),
                                2,
                                8,
                                5,
                                Duration.ofMinutes(2),
                                new CuttingRules(10, 1 << 20, 1 << 16))
                        .withManagement(management))
                .start();
    }

    private static String line(String cpf, String date) {
        return cpf + " 0 1 " + date + " 1.000,12 0,59 " + STORE + " NULL";
    }

    private static String cpf(int root) {
        return Cpf.ofRoot(root).text();
    }

    private static String good(int root) {
        return line(cpf(root), "2011-11-23");
    }

    /// 28 lines in three parts: 20 good ones, two invalid CPFs, an invalid date; one line of seven columns,
    /// one without a CPF; three repeated CPFs.
    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int root = 1; root <= 20; root++) {
            lines.add(good(root));
        }
        lines.add(line("111.111.111-11", "2011-11-23"));
        lines.add(line("123.456.789-00", "2011-11-23"));
        lines.add(line(cpf(21), "2011-02-30"));
        lines.add(cpf(22) + " 0 1 2011-11-23 1.000,12 0,59 NULL");
        lines.add(line("NULL", "2011-11-23"));
        for (int root = 1; root <= 3; root++) {
            lines.add(good(root));
        }
        return lines;
    }

    private static byte[] file(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static MetricsText metrics(Client client) {
        var response = client.get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return new MetricsText(response.body());
    }

    @Test
    void metricsOfAFileAreExactAndDoNotIdentifyIt() {
        byte[] file = file(lines());
        try (Carga web = start(Role.WEB, HttpSettings.on("127.0.0.1", 0), null);
                Client client = new Client(web.port())) {
            String id = id(client.post("/?on_duplicate=skip", FILE, file).body());
            assertThat(client.post("/", "compras.pdf", file).statusCode()).isEqualTo(415);
            await().untilAsserted(() -> assertThatTheFileWaits(metrics(client), file.length));

            try (Carga worker = start(Role.WORKER, null, new ManagementSettings("127.0.0.1", 0));
                    Client manager = new Client(worker.managementPort())) {
                client.awaitCompleted(id);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> metrics(manager).value("carga_parts_total", "outcome=loaded") == 3);
                assertThatTheFileIsLoaded(metrics(manager));
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThatNothingWaits(metrics(client)));
                assertThatNothingWaits(metrics(manager));

                String again = client.send(FILE, file(List.of(good(1))));
                assertThat(client.awaitCompleted(again).path("failed_count").asInt())
                        .isEqualTo(1);
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThatAPartFailed(metrics(manager)));

                assertThatNothingIdentifies(metrics(manager), id, again);
                assertThatNothingIdentifies(metrics(client), id, again);
            }
            assertThat(client.get("/api/v1/uploads/" + id).statusCode()).isEqualTo(200);
            assertThat(metrics(client)
                            .value(
                                    "carga_http_request_seconds_count",
                                    "method=GET",
                                    "route=/api/v1/uploads/{id}",
                                    "status=200"))
                    .isEqualTo(1);
        }
    }

    private static String id(String answer) {
        return answer.replaceFirst("(?s).*\"message_id\":\"([^\"]+)\".*", "$1");
    }

    private static void assertThatTheFileWaits(MetricsText text, int bytes) {
        assertThat(text.value("carga_uploads_total", "outcome=received")).isEqualTo(1);
        assertThat(text.value("carga_uploads_total", "outcome=refused")).isEqualTo(1);
        assertThat(text.value("carga_uploads_in_flight")).isZero();
        assertThat(text.value("carga_received_bytes_total")).isEqualTo(bytes);
        assertThat(text.value("carga_upload_receive_seconds_count")).isEqualTo(1);
        assertThat(text.value("carga_part_store_seconds_count")).isEqualTo(3);
        assertThat(text.value("carga_backlog_parts", "state=received")).isZero();
        assertThat(text.value("carga_backlog_parts", "state=queued")).isEqualTo(3);
        assertThat(text.value("carga_backlog_lines")).isEqualTo(28);
        assertThat(text.value("carga_backlog_age_seconds")).isPositive();
        assertThat(text.value("carga_queue_messages")).isEqualTo(3);
        assertThat(text.value("carga_ready")).isEqualTo(1);
        assertThat(text.value("carga_up", "piece=database")).isEqualTo(1);
        assertThat(text.value("carga_up", "piece=broker")).isEqualTo(1);
        assertThat(text.value("carga_up", "piece=migrations")).isEqualTo(1);
        assertThat(text.value("carga_http_request_seconds_count", "method=POST", "route=/", "status=202"))
                .isEqualTo(1);
        assertThat(text.value("carga_http_request_seconds_count", "method=POST", "route=/", "status=415"))
                .isEqualTo(1);
        assertThat(text.families()).containsKeys("hikaricp_connections_active", "jvm_memory_used_bytes");
    }

    private static void assertThatTheFileIsLoaded(MetricsText text) {
        assertThat(text.value("carga_rows_total", "outcome=added")).isEqualTo(23);
        assertThat(text.value("carga_rows_total", "outcome=rejected")).isEqualTo(2);
        assertThat(text.value("carga_rows_total", "outcome=duplicate")).isEqualTo(3);
        assertThat(text.value("carga_rows_total", "outcome=updated")).isZero();
        assertThat(text.value("carga_row_flaws_total", "flaw=invalid_cpf")).isEqualTo(2);
        assertThat(text.value("carga_row_flaws_total", "flaw=invalid_date")).isEqualTo(1);
        assertThat(text.value("carga_row_flaws_total", "flaw=wrong_columns")).isEqualTo(1);
        assertThat(text.value("carga_row_flaws_total", "flaw=missing_cpf")).isEqualTo(1);
        assertThat(text.samples("carga_row_flaws_total").stream()
                        .mapToDouble(MetricsText.Sample::value)
                        .sum())
                .isEqualTo(5);
        assertThat(text.value("carga_parts_in_flight")).isZero();
        assertThat(text.value("carga_ready")).isEqualTo(1);
        for (String step : new String[] {"wait", "parse", "copy", "commit", "load"}) {
            assertThat(text.value("carga_part_" + step + "_seconds_count"))
                    .as(step)
                    .isEqualTo(3);
            assertThat(text.value("carga_part_" + step + "_seconds_sum"))
                    .as(step)
                    .isPositive();
        }
        assertThat(text.families()).containsKeys("hikaricp_connections_active", "jvm_memory_used_bytes");
    }

    private static void assertThatNothingWaits(MetricsText text) {
        assertThat(text.value("carga_backlog_parts", "state=received")).isZero();
        assertThat(text.value("carga_backlog_parts", "state=queued")).isZero();
        assertThat(text.value("carga_backlog_lines")).isZero();
        assertThat(text.value("carga_backlog_age_seconds")).isZero();
        assertThat(text.value("carga_queue_messages")).isZero();
    }

    private static void assertThatAPartFailed(MetricsText text) {
        assertThat(text.value("carga_parts_total", "outcome=failed")).isEqualTo(1);
        assertThat(text.value("carga_part_failures_total", "code=duplicate_cpf"))
                .isEqualTo(1);
        assertThat(text.value("carga_part_copy_seconds_count")).isEqualTo(4);
        assertThat(text.value("carga_rows_total", "outcome=added")).isEqualTo(23);
    }

    /// The whole page is searched, not only its labels.
    private static void assertThatNothingIdentifies(MetricsText text, String... ids) {
        assertThat(text.toString()).doesNotContain(ids).doesNotContain("maria", "compras", "base_teste");
        for (String line : lines()) {
            String document = line.substring(0, line.indexOf(' '));
            if (!document.equals("NULL")) {
                assertThat(text.toString()).doesNotContain(document, document.replaceAll("[.-]", ""));
            }
        }
        assertThat(text.toString()).doesNotContain(STORE, STORE.replaceAll("[./-]", ""));
        text.families().values().stream()
                .flatMap(family -> family.samples().stream())
                .flatMap(sample -> sample.labels().values().stream())
                .forEach(label ->
                        assertThat(IDENTIFYING.matcher(label).find()).as(label).isFalse());
    }
}
