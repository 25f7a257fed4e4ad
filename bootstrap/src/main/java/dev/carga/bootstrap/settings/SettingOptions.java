package dev.carga.bootstrap.settings;

import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// The settings as they are given: by flag, else by the variable `CARGA_…` of the same name, else, for database
/// and broker, by the predecessor's variables, else the default.
public final class SettingOptions {

    private static final int MOST_PART_BYTES = 256 << 20;

    // Not java.net.URI: to it a host with an underscore, as compose files have them, is none.
    private static final String HOST = "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:(?<port>[0-9]+))?";
    private static final Pattern DATABASE_URL =
            Pattern.compile("(jdbc:)?postgres(ql)?://((?<user>[^:@/?]*)(:(?<password>[^@/?]*))?@)?" + HOST
                    + "/(?<database>[^/?]+)(?<parameters>[?].*)?");
    private static final Pattern AMQP_URL = Pattern.compile("amqps?://([^@/?]*@)?" + HOST + "(/[^/]*)?");

    /// More parts at once than any machine has use for; each takes a connection and the memory of a part.
    private static final int MOST_WORKERS = 1000;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "PostgreSQL to use, postgresql://user:password@host:port/database. Default: an embedded one, if"
                            + " the jar brings it along (that for servers does not).")
    private @Nullable String databaseUrl;

    @Option(names = "--database-user", paramLabel = "NAME", description = "If it is not in the URL.")
    private @Nullable String databaseUser;

    @Option(
            names = "--database-password",
            paramLabel = "WORD",
            description = "If it is not in the URL; better given as CARGA_DATABASE_PASSWORD.")
    private @Nullable String databasePassword;

    @Option(
            names = "--migrate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Bring the database's schema up to date at the start (default), or find it so.")
    private boolean migrate;

    @Option(
            names = "--amqp-url",
            paramLabel = "URL",
            description = "RabbitMQ to use, amqp://user:password@host:port/vhost. Default: a queue inside the process.")
    private @Nullable String amqpUrl;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            defaultValue = RabbitMqSettings.DEFAULT_QUEUE,
            description = "RabbitMQ's queue. Default: ${DEFAULT-VALUE}.")
    private String queue = "";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".carga",
            description = "Folder of the embedded database. Default: ${DEFAULT-VALUE}.")
    private Path home = Path.of("");

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Parts that this process loads at once. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "8",
            description = "Parts of one upload that may wait for workers at a time. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            defaultValue = "" + LoadPart.DEFAULT_ATTEMPTS,
            description = "A part that has ended its worker so often is given up. Default: ${DEFAULT-VALUE}.")
    private int maxAttempts;

    @Option(
            names = "--abandoned-after",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "An upload whose receiver is gone is ended after this time. Default: ${DEFAULT-VALUE}.")
    private int abandonedAfter;

    @Option(
            names = "--repeat-window",
            paramLabel = "HOURS",
            defaultValue = "168",
            description = "How long the same content is not taken again by POST /api/v1/uploads; 0 to take it always."
                    + " Default: ${DEFAULT-VALUE}.")
    private int repeatWindow;

    @Option(
            names = "--resume-within",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "How long a file that comes by tus is waited for. Default: ${DEFAULT-VALUE}.")
    private int resumeWithin;

    @Option(
            names = "--earliest-date",
            paramLabel = "DATE",
            defaultValue = "1900-01-01",
            description = "A purchase dated before this day is counted, and its date not stored. Default:"
                    + " ${DEFAULT-VALUE}.")
    private LocalDate earliestDate = DateRange.EARLIEST;

    @Option(
            names = "--days-ahead",
            paramLabel = "N",
            defaultValue = "1",
            description = "A purchase dated more than so many days ahead is counted, and its date not stored. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int daysAhead;

    @Option(
            names = "--part-lines",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Lines of a part at most. Default: ${DEFAULT-VALUE}.")
    private int partLines;

    @Option(
            names = "--part-bytes",
            paramLabel = "N",
            defaultValue = "4194304",
            description = "Bytes of a part at most. Default: ${DEFAULT-VALUE}.")
    private int partBytes;

    @Option(
            names = "--line-bytes",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Bytes of a line at most; a longer one is rejected. Default: ${DEFAULT-VALUE}.")
    private int lineBytes;

    @Option(
            names = "--issues-kept",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Issues of one upload that are written down line by line; the others are only counted."
                    + " Default: ${DEFAULT-VALUE}.")
    private int issuesKept;

    @Option(
            names = "--replaced-rows-kept",
            paramLabel = "DAYS",
            defaultValue = "30",
            description =
                    "How long rows that an upload has updated are kept as they were, for its undo; 0 to keep none."
                            + " Default: ${DEFAULT-VALUE}.")
    private int replacedRowsKept;

    /// What they come to.
    ///
    /// @param environment where the predecessor's variables are looked up
    /// @throws InvalidSettingException if a setting is wrong or missing
    public Settings settings(Role role, @Nullable HttpSettings http, Map<String, String> environment) {
        @Nullable DatabaseSettings database = database(role, environment);
        @Nullable BrokerSettings broker = broker(environment);
        String name = role.name().toLowerCase(Locale.ROOT);
        if (role != Role.ALL && database == null) {
            throw new InvalidSettingException("The role " + name + " needs a database that all processes share: set"
                    + " --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS");
        }
        if (role != Role.ALL && broker == null) {
            throw new InvalidSettingException("The role " + name + " needs a broker that all processes share: set"
                    + " --amqp-url, CARGA_AMQP_URL, or RABBIT_CONTAINER_DNS");
        }
        if (broker != null && database == null) {
            throw new InvalidSettingException("A broker is given and no database, but whoever shares the one must share"
                    + " the other: set --database-url too, or leave the broker out");
        }
        if (database == null && !EmbeddedPostgres.isBundled()) {
            throw new InvalidSettingException("This jar is the one for servers and brings no database along: set"
                    + " --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS, or run the jar"
                    + " with the embedded database");
        }
        atLeastOne("--workers", workers);
        if (workers > MOST_WORKERS) {
            throw new InvalidSettingException("--workers is " + workers + ": it must be at most " + MOST_WORKERS);
        }
        atLeastOne("--window", window);
        if (home.toString().isBlank()) {
            throw new InvalidSettingException("--home is empty: it must be a folder, such as .carga");
        }
        if (maxAttempts < LoadPart.FEWEST_ATTEMPTS) {
            throw new InvalidSettingException("--max-attempts is " + maxAttempts + ": it must be at least "
                    + LoadPart.FEWEST_ATTEMPTS + ", since only the third is made with no other part beside");
        }
        atLeastOne("--abandoned-after", abandonedAfter);
        atLeast("--repeat-window", repeatWindow, 0);
        atLeast("--days-ahead", daysAhead, 0);
        atLeastOne("--resume-within", resumeWithin);
        atLeast("--issues-kept", issuesKept, 0);
        atLeast("--replaced-rows-kept", replacedRowsKept, 0);
        CuttingRules cutting = cutting();
        return new Settings(
                        role,
                        http == null ? null : http.withLimits(limits(http.limits(), role, cutting)),
                        database,
                        broker,
                        home,
                        workers,
                        window,
                        maxAttempts,
                        Duration.ofSeconds(abandonedAfter),
                        cutting)
                .withReceiving(new Settings.ReceivingSettings(
                        Duration.ofHours(repeatWindow),
                        Duration.ofHours(resumeWithin),
                        issuesKept,
                        Duration.ofDays(replacedRowsKept),
                        earliestDate,
                        daysAhead));
    }

    private ClientLimits limits(ClientLimits asked, Role role, CuttingRules cutting) {
        long heap = Runtime.getRuntime().maxMemory();
        int most = ReceivingMemory.mostUploads(cutting, Settings.receivingBytes(heap, role, workers, cutting));
        int uploads = asked.uploads();
        if (uploads == ClientLimits.USUAL.uploads()) {
            return asked.withUploads(Math.min(most, asked.connections()));
        }
        if (uploads > most) {
            throw new InvalidSettingException("--uploads is " + uploads + ": a heap of " + (heap >> 20)
                    + " MB has room for " + most + " at once; give the JVM more (-Xmx in CARGA_JAVA_OPTS)");
        }
        return asked;
    }

    private CuttingRules cutting() {
        atLeastOne("--part-lines", partLines);
        atLeastOne("--line-bytes", lineBytes);
        if (partBytes < lineBytes + 2L) {
            throw new InvalidSettingException("--part-bytes is " + partBytes + ": it must be at least --line-bytes ("
                    + lineBytes + ") and 2 more");
        }
        if (partBytes > MOST_PART_BYTES) {
            throw new InvalidSettingException("--part-bytes is " + partBytes + ": it must be at most " + MOST_PART_BYTES
                    + ", since a part is held in memory, and stored in one field");
        }
        return new CuttingRules(partLines, partBytes, lineBytes);
    }

    private static void atLeastOne(String flag, int value) {
        atLeast(flag, value, 1);
    }

    /// Refuses a value that is too small.
    ///
    /// @throws InvalidSettingException if it is less than that
    public static void atLeast(String flag, int value, int least) {
        if (value < least) {
            throw new InvalidSettingException(flag + " is " + value + ": it must be at least " + least);
        }
    }

    private @Nullable DatabaseSettings database(Role role, Map<String, String> environment) {
        if (databaseUrl != null) {
            return fromUrl(role, databaseUrl);
        }
        return PredecessorVariables.database(environment, Settings.connections(role, workers), migrate);
    }

    private DatabaseSettings fromUrl(Role role, String given) {
        Matcher url = DATABASE_URL.matcher(given);
        if (!url.matches()) {
            // The text may hold a password: it is not shown.
            throw new InvalidSettingException(
                    "--database-url must look like postgresql://user:password@host:port/database");
        }
        @Nullable String user = databaseUser != null ? databaseUser : decode(url.group("user"));
        if (user == null || user.isEmpty()) {
            throw new InvalidSettingException(
                    "--database-url names no user: write postgresql://user:password@host:port/database,"
                            + " or set --database-user");
        }
        @Nullable String password = databasePassword != null ? databasePassword : decode(url.group("password"));
        @Nullable String port = url.group("port");
        @Nullable String parameters = url.group("parameters");
        String jdbcUrl = "jdbc:postgresql://" + url.group("host") + ":"
                + port("--database-url's port", port == null ? "5432" : port) + "/" + url.group("database")
                + (parameters == null ? "" : parameters);
        return new DatabaseSettings(
                jdbcUrl, user, password == null ? "" : password, Settings.connections(role, workers), migrate);
    }

    private @Nullable BrokerSettings broker(Map<String, String> environment) {
        if (amqpUrl != null) {
            Matcher url = AMQP_URL.matcher(amqpUrl);
            if (!url.matches()) {
                throw new InvalidSettingException("--amqp-url must look like amqp://user:password@host:port/vhost");
            }
            if (url.group("port") != null) {
                port("--amqp-url's port", url.group("port"));
            }
            return new BrokerSettings(amqpUrl, queue());
        }
        @Nullable String uri = PredecessorVariables.amqpUri(environment);
        return uri == null ? null : new BrokerSettings(uri, queue());
    }

    private String queue() {
        try {
            return RabbitMqSettings.at("amqp://localhost").withQueue(queue).queue();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("--queue cannot be used: " + e.getMessage());
        }
    }

    private static @Nullable String decode(@Nullable String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // The text may be a password: it is not shown.
            throw new InvalidSettingException("--database-url has a % that begins no escape: write %25 for one in the"
                    + " user's name or the password, or set CARGA_DATABASE_PASSWORD");
        }
    }

    static int port(String variable, String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new InvalidSettingException(variable + " is \"" + value + "\": it must be a number from 1 to 65535");
    }

    /// The flags of the web side.
    public static final class HttpOptions {

        @Option(
                names = "--host",
                paramLabel = "ADDRESS",
                defaultValue = "127.0.0.1",
                description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
        private String host = "";

        @Option(
                names = "--port",
                paramLabel = "N",
                defaultValue = "8080",
                description = "Port to listen on; 0 for any. Default: ${DEFAULT-VALUE}.")
        private int port;

        @Option(
                names = "--public-url",
                paramLabel = "URL",
                description = "How clients reach this server. Default: as their requests say.")
        private @Nullable String publicUrl;

        @Option(
                names = "--uploads",
                paramLabel = "N",
                description = "Files received at once at most; more are refused. Default: as many as memory allows.")
        private @Nullable Integer uploads;

        @Option(
                names = "--connections",
                paramLabel = "N",
                defaultValue = "2000",
                description = "Open connections at most; more wait. Default: ${DEFAULT-VALUE}.")
        private int connections;

        @Option(
                names = "--min-rate",
                paramLabel = "N",
                defaultValue = "500",
                description = "Bytes per second that a sender must keep up on average; 0 for none. Default:"
                        + " ${DEFAULT-VALUE}.")
        private int minRate;

        @Option(
                names = "--max-file-bytes",
                paramLabel = "N",
                description = "Bytes that a file may have, unpacked. Default: any number.")
        private @Nullable Long maxFileBytes;

        @Option(
                names = "--webhook-secret",
                paramLabel = "WORD",
                description =
                        "Tell whoever wishes it (webhook=URL) that an upload has ended, in messages signed with this:"
                                + " whsec_ and a key in Base64, or any text; better given as CARGA_WEBHOOK_SECRET. Default: tell"
                                + " nobody.")
        private @Nullable String webhookSecret;

        @Option(
                names = "--webhook-allow-private",
                description = "Call private addresses too, such as those of an intranet.")
        private boolean webhookAllowPrivate;

        @Option(
                names = "--management-port",
                paramLabel = "N",
                description =
                        "Tell health and metrics at this port, in every role, and metrics nowhere else; 0 for any."
                                + " Default: where files are received, if they are.")
        private @Nullable Integer managementPort;

        /// Where health and metrics are told apart; null if nowhere.
        public @Nullable ManagementSettings management(Role role) {
            @Nullable Integer wished = managementPort;
            if (wished == null) {
                return null;
            }
            if (wished < 0 || wished > 65_535) {
                throw new InvalidSettingException(
                        "--management-port is " + wished + ": it must be a number from 0 to 65535");
            }
            if (wished == port && wished != 0 && role.receives()) {
                throw new InvalidSettingException(
                        "--management-port and --port are both " + port + ": they must be two");
            }
            checkHost();
            return new ManagementSettings(host, wished);
        }

        private void checkHost() {
            if (host.isBlank()) {
                throw new InvalidSettingException("--host is empty: it must be an address such as 127.0.0.1");
            }
        }

        private WebhookSettings webhooks() {
            if (webhookSecret == null) {
                return new WebhookSettings(null, webhookAllowPrivate);
            }
            // The text is a secret: it is not shown.
            WebhookSecret secret = WebhookSecret.parse(webhookSecret)
                    .orElseThrow(() -> new InvalidSettingException("--webhook-secret has no key in it: behind whsec_ it"
                            + " is one in Base64, as openssl rand -base64 32 makes them"));
            return new WebhookSettings(secret, webhookAllowPrivate);
        }

        public HttpSettings settings() {
            checkHost();
            atLeastOne("--uploads", uploads == null ? 1 : uploads);
            atLeastOne("--connections", connections);
            if (uploads != null && uploads > connections) {
                throw new InvalidSettingException("--uploads is " + uploads + " and --connections is " + connections
                        + ": each upload needs a connection");
            }
            if (minRate < 0) {
                throw new InvalidSettingException("--min-rate is " + minRate + ": it must be 0, for none, or more");
            }
            long fileBytes = maxFileBytes == null ? ClientLimits.USUAL.fileBytes() : maxFileBytes;
            if (fileBytes < 1) {
                throw new InvalidSettingException("--max-file-bytes is " + fileBytes + ": it must be 1 or more");
            }
            ClientLimits limits = new ClientLimits(
                    uploads == null ? ClientLimits.USUAL.uploads() : uploads,
                    connections,
                    minRate,
                    ClientLimits.USUAL.averagedOver(),
                    fileBytes);
            try {
                return new HttpSettings(
                                host, port, publicUrl, HttpSettings.IDLE_TIMEOUT, HttpSettings.STOP_TIMEOUT, limits)
                        .withWebhooks(webhooks());
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingException(String.valueOf(e.getMessage()));
            }
        }
    }
}
