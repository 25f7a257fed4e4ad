package dev.carga.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsRulesTest {

    private static final Set<String> KNOWN = Set.of(
            "CARGA_WORKERS",
            "CARGA_WINDOW",
            "CARGA_DATABASE_URL",
            "CARGA_PORT",
            "CARGA_PART_LINES",
            "CARGA_MANAGEMENT_PORT");

    private static Settings settings(String host, int workers, int window) {
        return new Settings(
                Role.ALL,
                HttpSettings.on(host, 8080),
                new DatabaseSettings("jdbc:postgresql://db:5432/compras?password=s3cret", "carga", "s3cret", 11, true),
                new BrokerSettings("amqp://carga:s3cret@mq:5672", "carga.parts"),
                Path.of(".carga"),
                workers,
                window,
                5,
                Duration.ofMinutes(2),
                new CuttingRules(10_000, 4 << 20, 1 << 16));
    }

    private static List<Finding> warnings(Settings settings, Map<String, String> environment) {
        return SettingsRules.judge(settings, environment).stream()
                .filter(finding -> finding.level() == Level.WARN)
                .toList();
    }

    @Test
    void summaryShowsNoSecrets() {
        List<Finding> findings = SettingsRules.judge(settings("127.0.0.1", 3, 8), Map.of());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.OK);
            assertThat(finding.found())
                    .contains("role all", "127.0.0.1:8080", "jdbc:postgresql://db:5432/compras as carga")
                    .contains("amqp://mq:5672 carga.parts", "3 parts at once", "window 8")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void windowSmallerThanTheWorkersIsAWarning() {
        assertThat(warnings(settings("127.0.0.1", 12, 8), Map.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.found()).contains("8 parts wait", "12 are loaded at once");
                    assertThat(finding.advice()).contains("--window");
                });
        assertThat(warnings(settings("127.0.0.1", 8, 8), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void listeningOnAllAddressesIsAWarning(String host) {
        assertThat(warnings(settings(host, 3, 8), Map.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("neither login nor TLS"));
    }

    @Test
    void overriddenVariableIsAWarning() {
        Map<String, String> environment = Map.of(
                "CARGA_DATABASE_URL", "postgresql://u@db/compras",
                "DB_HOST", "other",
                "CARGA_AMQP_URL", "amqp://mq",
                "RABBIT_CONTAINER_DNS", "other");

        assertThat(warnings(settings("127.0.0.1", 3, 8), environment))
                .extracting(Finding::what)
                .containsExactly("DB_HOST", "RABBIT_CONTAINER_DNS");
        assertThat(warnings(settings("127.0.0.1", 3, 8), Map.of("DB_HOST", "db")))
                .isEmpty();
    }

    @Test
    void migrateFalseIsAWarningForAnEmbeddedDatabase() {
        Settings embedded = new Settings(
                Role.ALL,
                null,
                null,
                null,
                Path.of(".carga"),
                3,
                8,
                5,
                Duration.ofMinutes(2),
                new CuttingRules(10_000, 4 << 20, 1 << 16));

        assertThat(warnings(embedded, Map.of("CARGA_MIGRATE", "false")))
                .extracting(Finding::what)
                .containsExactly("CARGA_MIGRATE");
    }

    @ParameterizedTest
    @CsvSource({
        "CARGA_WORKER, write CARGA_WORKERS",
        "CARGA_WROKERS, write CARGA_WORKERS",
        "CARGA_DATABASEURL, write CARGA_DATABASE_URL",
        "CARGA_PARTLINES, write CARGA_PART_LINES",
        "CARGA_MANAGMENT_PORT, write CARGA_MANAGEMENT_PORT",
        "CARGA_SOMETHING_ELSE, remove it",
    })
    void misspelledVariableIsAWarning(String variable, String advice) {
        assertThat(SettingsRules.unknownVariables(Map.of(variable, "7", "PATH", "/bin"), KNOWN))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.what()).isEqualTo(variable);
                    assertThat(finding.advice()).startsWith(advice);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CARGA_WORKERS",
                "CARGA_JAVA_OPTS",
                "CARGA_LOG_LEVEL",
                "CARGA_SERVICE_HOST",
                "CARGA_SERVICE_PORT",
                "CARGA_SERVICE_PORT_HTTP",
                "CARGA_PORT_8080_TCP",
                "CARGA_PORT_8080_TCP_ADDR",
                "CARGA_WEB_SERVICE_HOST",
                "CARGA_WEB_PORT_8080_TCP_PROTO",
                "HOME",
            })
    void settingOrKubernetesVariableIsNoWarning(String variable) {
        assertThat(SettingsRules.unknownVariables(Map.of(variable, "7"), KNOWN)).isEmpty();
        assertThat(SettingsRules.unknownVariables(Map.of("CARGA_WEB_PORT", "tcp://10.0.0.7:8080"), KNOWN))
                .isEmpty();
    }
}
