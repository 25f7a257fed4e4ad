package dev.carga.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.bootstrap.cli.command.EnvironmentDefaults;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SettingOptionsTest {

    private static final Map<String, String> SHARED =
            Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d", "CARGA_AMQP_URL", "amqp://h");

    @Command
    private static final class Probe {
        @Mixin
        private final SettingOptions options = new SettingOptions();

        @Mixin
        private final HttpFlags http = new HttpFlags();
    }

    private static Settings settings(Role role, Map<String, String> environment, String... flags) {
        Probe probe = new Probe();
        new CommandLine(probe)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(flags);
        return probe.options
                .settings(role, probe.http.settings(), environment)
                .withManagement(probe.http.management(role));
    }

    private static Settings settings(Map<String, String> environment, String... flags) {
        return settings(Role.ALL, environment, flags);
    }

    @Test
    void everythingIsEmbeddedWithoutSettings() {
        Settings settings = settings(Map.of());
        assertThat(settings.database()).isNull();
        assertThat(settings.broker()).isNull();
        assertThat(settings.home()).isEqualTo(Path.of(".carga"));
        assertThat(settings.http()).isNotNull();
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.cutting()).isEqualTo(CuttingRules.DEFAULT);
    }

    @Test
    void predecessorsVariablesAreRead() {
        Settings settings = settings(Map.of(
                "DB_NAME", "compras",
                "DB_USER", "root",
                "DB_PASS", "s3cret",
                "DB_HOST", "purchases_db",
                "DB_PORT", "5433",
                "RABBIT_CONTAINER_DNS", "rabbit_mq",
                "RABBIT_CONTAINER_PORT", "5673"));
        assertThat(settings.database())
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://purchases_db:5433/compras", "root", "s3cret", 11, true));
        assertThat(settings.broker()).isEqualTo(new BrokerSettings("amqp://guest:guest@rabbit_mq:5673", "carga.parts"));
    }

    @Test
    void workerTakesFewerConnections() {
        String[] flags = {"--database-url", "postgresql://u@h/d", "--amqp-url", "amqp://h", "--workers", "5"};
        assertThat(settings(Role.WEB, Map.of(), flags).database())
                .extracting(DatabaseSettings::connections)
                .isEqualTo(13);
        assertThat(settings(Role.WORKER, Map.of(), flags).database())
                .extracting(DatabaseSettings::connections)
                .isEqualTo(7);
        assertThat(Settings.allConnections(Role.WORKER, 5)).isEqualTo(9);
    }

    @Test
    void predecessorsBrokerMayHaveAnotherUser() {
        Settings settings = settings(Map.of(
                "DB_NAME", "compras",
                "DB_USER", "root",
                "DB_HOST", "purchases_db",
                "RABBIT_CONTAINER_DNS", "rabbit_mq",
                "RABBIT_USER", "carga",
                "RABBIT_PASS", "p@s:/ s+%"));
        assertThat(settings.broker()).isNotNull();
        assertThat(settings.broker().uri()).isEqualTo("amqp://carga:p%40s%3A%2F%20s%2B%25@rabbit_mq:5672");
        assertThat(settings.toString()).doesNotContain("p%40s");
    }

    @Test
    void flagOverridesVariableAndVariableOverridesPredecessors() {
        Map<String, String> environment = Map.of(
                "DB_NAME",
                "old",
                "DB_HOST",
                "old",
                "DB_USER",
                "old",
                "CARGA_DATABASE_URL",
                "postgresql://a:b@variable/db",
                "CARGA_WORKERS",
                "5",
                "CARGA_PORT",
                "9000");
        assertThat(settings(environment).database())
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://variable:5432/db", "a", "b", 13, true));
        Settings flagged =
                settings(environment, "--database-url", "postgresql://c:d@flag/db", "--workers=3", "--port=9001");
        assertThat(flagged.database())
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://flag:5432/db", "c", "d", 11, true));
        assertThat(flagged.http()).isNotNull();
        assertThat(flagged.http().port()).isEqualTo(9001);
    }

    @Test
    void managementPortIsOptional() {
        assertThat(settings(Map.of()).management()).isNull();
        assertThat(settings(Map.of("CARGA_MANAGEMENT_PORT", "9090"), "--host=0.0.0.0")
                        .management())
                .isEqualTo(new ManagementSettings("0.0.0.0", 9090));
        assertThat(settings(Map.of(), "--port=0", "--management-port=0").management())
                .isEqualTo(new ManagementSettings("127.0.0.1", 0));
        assertThat(settings(Role.WORKER, SHARED, "--management-port=8080").management())
                .as("a worker has no other port")
                .isEqualTo(new ManagementSettings("127.0.0.1", 8080));
    }

    @Test
    void databaseUrlMayEscapeItsPasswordAndHaveParameters() {
        assertThat(settings(Map.of(), "--database-url", "jdbc:postgresql://u:p%40s%2Fs+@h:1/d?sslmode=require")
                        .database())
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://h:1/d?sslmode=require", "u", "p@s/s+", 11, true));
    }

    @Test
    void migrationCanBeSwitchedOff() {
        Map<String, String> environment = Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d");
        assertThat(settings(environment, "--no-migrate").database()).matches(database -> !database.migrate());
        assertThat(settings(Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d", "CARGA_MIGRATE", "false"))
                        .database())
                .matches(database -> !database.migrate());
        assertThat(settings(environment).database()).matches(DatabaseSettings::migrate);
    }

    @Test
    void clientsHaveLimits() {
        ClientLimits usual = limits();
        assertThat(usual.uploads()).isBetween(1, ReceivingMemory.MOST_UPLOADS);
        assertThat(usual).isEqualTo(ClientLimits.USUAL.withUploads(usual.uploads()));
        assertThat(limits("--connections=10").uploads()).isEqualTo(10);
        assertThat(limits("--uploads=7", "--connections=20", "--min-rate=0"))
                .isEqualTo(new ClientLimits(7, 20, 0, ClientLimits.USUAL.averagedOver()));
        assertThat(limits("--max-file-bytes=5000000000").fileBytes()).isEqualTo(5_000_000_000L);
    }

    private static ClientLimits limits(String... flags) {
        Settings settings = settings(Map.of(), flags);
        assertThat(settings.http()).isNotNull();
        return settings.http().limits();
    }

    /// The heap of the requirement, minus what the serial collector reserves.
    @Test
    void webProcessWithASmallHeapReceivesTwoHundredFilesAtOnce() {
        long heap = (192L << 20) * 29 / 30;
        long web = Settings.receivingBytes(heap, Role.WEB, 3, CuttingRules.DEFAULT);
        assertThat(ReceivingMemory.mostUploads(CuttingRules.DEFAULT, web)).isGreaterThanOrEqualTo(200);
        assertThat(Settings.receivingBytes(heap, Role.ALL, 3, CuttingRules.DEFAULT))
                .isEqualTo(web - 9L * CuttingRules.DEFAULT.maxBytes());
        assertThat(Settings.receivingBytes(heap, Role.ALL, 1000, CuttingRules.DEFAULT))
                .isEqualTo(heap / 4);
    }

    @Test
    void webhooksNeedASecretWhichIsNeverShown() {
        Settings without = settings(Map.of());
        assertThat(without.http()).isNotNull();
        assertThat(without.http().webhooks()).isEqualTo(WebhookSettings.OFF);
        Settings settings =
                settings(Map.of("CARGA_WEBHOOK_SECRET", "a secret word", "CARGA_WEBHOOK_ALLOW_PRIVATE", "true"));
        assertThat(settings.http()).isNotNull();
        assertThat(settings.http().webhooks().secret()).isNotNull();
        assertThat(settings.http().webhooks().privateAddresses()).isTrue();
        assertThat(settings.toString()).doesNotContain("a secret word");
        assertThatThrownBy(() -> settings(Map.of("CARGA_WEBHOOK_SECRET", "whsec_no key")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--webhook-secret")
                .hasMessageNotContaining("whsec_no key");
    }

    @Test
    void helpShowsNoSecretFromTheEnvironment() {
        CommandLine line = new CommandLine(new Probe())
                .setDefaultValueProvider(new EnvironmentDefaults(Map.of("CARGA_WEBHOOK_SECRET", "a secret word")));
        assertThat(line.getUsageMessage()).contains("--webhook-secret").doesNotContain("a secret word");
    }

    @Test
    void issuesKeptIsRead() {
        assertThat(settings(Map.of()).retention().issues().issues()).isEqualTo(100_000);
        assertThat(settings(Map.of("CARGA_ISSUES_KEPT", "0"))
                        .retention()
                        .issues()
                        .issues())
                .isZero();
        assertThat(settings(Map.of(), "--issues-kept", "7")
                        .withRole(Role.ALL)
                        .retention()
                        .issues()
                        .issues())
                .isEqualTo(7);
        assertThatThrownBy(() -> settings(Map.of(), "--issues-kept", "-1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--issues-kept is -1");
    }

    @Test
    void replacedRowsKeptIsRead() {
        assertThat(settings(Map.of()).retention().replacedRows()).isEqualTo(Duration.ofDays(30));
        assertThat(settings(Map.of("CARGA_REPLACED_ROWS_KEPT", "0")).retention().replacedRows())
                .isZero();
        assertThat(settings(Map.of(), "--replaced-rows-kept", "7")
                        .withRole(Role.ALL)
                        .retention()
                        .replacedRows())
                .isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> settings(Map.of(), "--replaced-rows-kept", "-1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--replaced-rows-kept is -1");
    }

    @Test
    void noPasswordIsEverShown() {
        Settings settings = settings(
                Map.of(),
                "--database-url",
                "postgresql://u:hush@h_1/d?password=hush",
                "--amqp-url",
                "amqp://u:hush@h:5672/v");
        assertThat(settings.toString()).doesNotContain("hush").contains("amqp://h:5672/v");
    }

    @Test
    void variablesOfKubernetesAreIgnored() {
        Settings settings = settings(Map.of(
                "CARGA_PORT", "tcp://10.0.0.1:8080", "CARGA_VERSION", "1.0", "CARGA_HELP", "yes", "CARGA_HOST", " "));
        assertThat(settings.http()).isNotNull();
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                wrong("DB_NAME is missing", Role.ALL, Map.of("DB_HOST", "db")),
                wrong("DB_HOST is missing", Role.ALL, Map.of("DB_NAME", "db")),
                wrong("DB_USER is missing", Role.ALL, Map.of("DB_NAME", "db", "DB_HOST", "db")),
                wrong(
                        "DB_PORT is \"x\"",
                        Role.ALL,
                        Map.of("DB_NAME", "db", "DB_HOST", "db", "DB_USER", "u", "DB_PORT", "x")),
                wrong("no host name", Role.ALL, Map.of("RABBIT_CONTAINER_DNS", "http://x")),
                wrong(
                        "RABBIT_CONTAINER_PORT is \"0\"",
                        Role.ALL,
                        Map.of("RABBIT_CONTAINER_DNS", "x", "RABBIT_CONTAINER_PORT", "0")),
                wrong(
                        "RABBIT_PASS is missing",
                        Role.ALL,
                        Map.of("RABBIT_CONTAINER_DNS", "x", "RABBIT_USER", "carga", "RABBIT_PASS", "")),
                wrong("RABBIT_USER is missing", Role.ALL, Map.of("RABBIT_CONTAINER_DNS", "x", "RABBIT_PASS", "secret")),
                wrong("The role web needs a database", Role.WEB, Map.of()),
                wrong("The role worker needs a database", Role.WORKER, Map.of()),
                wrong("needs a broker", Role.WORKER, Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d")),
                wrong("--database-url must look like", Role.ALL, Map.of(), "--database-url=mysql://u@h/d"),
                wrong("names no user", Role.ALL, Map.of(), "--database-url=postgresql://h/d"),
                wrong("--database-url must look like", Role.ALL, Map.of(), "--database-url=postgresql://u@h"),
                wrong("--database-url must look like", Role.ALL, Map.of(), "--database-url=postgresql://u:p w@h d/d"),
                wrong("port is \"99999\"", Role.ALL, Map.of(), "--database-url=postgresql://u@h:99999/d"),
                wrong("no database", Role.ALL, Map.of("RABBIT_CONTAINER_DNS", "rabbit")),
                wrong("--amqp-url must look like", Role.ALL, Map.of(), "--amqp-url=http://h"),
                wrong("--workers is 0", Role.ALL, Map.of(), "--workers=0"),
                wrong("--window is -1", Role.ALL, Map.of(), "--window=-1"),
                wrong("--max-attempts is 2: it must be at least 3", Role.ALL, Map.of(), "--max-attempts=2"),
                wrong("--abandoned-after is 0", Role.ALL, Map.of(), "--abandoned-after=0"),
                wrong("--part-lines is 0", Role.ALL, Map.of("CARGA_PART_LINES", "0")),
                wrong("at most 268435456", Role.ALL, Map.of(), "--part-bytes=2147483647"),
                wrong("--part-bytes is 100", Role.ALL, Map.of(), "--part-bytes=100"),
                wrong("--part-bytes is -2147483648", Role.ALL, Map.of(), "--part-bytes=-2147483648"),
                wrong("--workers is 2147483647", Role.ALL, Map.of(), "--workers=2147483647"),
                wrong("write %25 for one", Role.ALL, Map.of(), "--database-url=postgresql://u:100%@h/d"),
                wrong(
                        "--amqp-url's port is \"99999\"",
                        Role.ALL,
                        Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d"),
                        "--amqp-url=amqp://h:99999"),
                wrong(
                        "--queue cannot be used",
                        Role.ALL,
                        Map.of("CARGA_DATABASE_URL", "postgresql://u@h/d", "RABBIT_CONTAINER_DNS", "h"),
                        "--queue=amq.parts"),
                wrong("--home is empty", Role.ALL, Map.of(), "--home="),
                wrong("--host is empty", Role.ALL, Map.of(), "--host="),
                wrong("port", Role.ALL, Map.of(), "--port=65536"),
                wrong("--management-port is 65536", Role.WORKER, SHARED, "--management-port=65536"),
                wrong("--management-port is -1", Role.ALL, Map.of("CARGA_MANAGEMENT_PORT", "-1")),
                wrong("--management-port and --port are both 8080", Role.ALL, Map.of(), "--management-port=8080"),
                wrong("--host is empty", Role.WORKER, SHARED, "--management-port=1", "--host="),
                wrong("--uploads is 0", Role.ALL, Map.of("CARGA_UPLOADS", "0")),
                wrong("has room for", Role.ALL, Map.of(), "--uploads=1500"),
                wrong("each upload needs a connection", Role.ALL, Map.of(), "--uploads=3", "--connections=2"),
                wrong("--connections is 0", Role.ALL, Map.of(), "--connections=0"),
                wrong("--max-file-bytes is 0", Role.ALL, Map.of(), "--max-file-bytes=0"),
                wrong("--min-rate is -1", Role.ALL, Map.of(), "--min-rate=-1"),
                wrong("public URL", Role.ALL, Map.of("CARGA_PUBLIC_URL", "carga.example")));
    }

    private static Arguments wrong(String message, Role role, Map<String, String> environment, String... flags) {
        return Arguments.of(message, role, environment, flags);
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void wrongOrMissingSettingIsReportedInOneLine(
            String message, Role role, Map<String, String> environment, String[] flags) {
        assertThatThrownBy(() -> settings(role, environment, flags))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1)
                .doesNotContain("p w");
    }
}
