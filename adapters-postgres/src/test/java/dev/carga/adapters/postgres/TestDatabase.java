package dev.carga.adapters.postgres;

import dev.carga.application.container.TestImages;
import dev.carga.application.container.TestServerChoice;
import dev.carga.domain.Nullable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// An empty schema on a real PostgreSQL for tests; closing it drops the schema. All tests of a JVM share the
/// server that [TestServerChoice] chooses, and the run prints which one and why.
public final class TestDatabase implements AutoCloseable {

    /// The empty table as the predecessor created it: a script.
    static final String PREDECESSORS_TABLE = """
            CREATE TABLE user_purchase (
                id serial PRIMARY KEY,
                cpf varchar(20) NOT NULL CONSTRAINT user_purchase_cpf_key UNIQUE,
                private integer, incompleto boolean, data_ultima_compra date,
                ticket_medio double precision, ticket_ultima_compra double precision,
                loja_mais_frequente varchar(20), loja_ultima_compra varchar(20),
                cpf_valido boolean, cnpj_loja_mais_frequente_valido boolean,
                cnpj_loja_ultima_compra_valido boolean);
            """;

    private static final String URL_VARIABLE = "CARGA_TEST_DATABASE_URL";

    /// The server, or why there is none; set by the first test. A failure is kept, so that every test fails at once
    /// and with the reason.
    private static @Nullable Server server;

    private static @Nullable String failure;

    private final String schema = "carga_test_" + UUID.randomUUID().toString().replace("-", "");

    /// Creates an empty schema.
    public TestDatabase() {
        admin().useHandle(handle -> handle.execute("CREATE SCHEMA " + schema));
    }

    /// @param name for the line that the run prints
    private record Server(String name, String jdbcUrl, String user, String password) {}

    /// What Carga needs to work in this schema.
    public DatabaseSettings settings(int connections) {
        String url = withParameter(jdbcUrl(), "ApplicationName=" + schema);
        return new DatabaseSettings(url, server().user, server().password, connections, true);
    }

    /// Includes the schema: a connection with this URL sees nothing else.
    public String jdbcUrl() {
        return withParameter(server().jdbcUrl, "currentSchema=" + schema);
    }

    /// Reads and writes the tables without Carga.
    public Jdbi jdbi() {
        return Jdbi.create(jdbcUrl(), server().user, server().password);
    }

    /// Ends every connection of Carga to this schema, as a restart of the server does.
    public void cutConnections() {
        admin().useHandle(handle -> handle.select(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", schema)
                .mapTo(Boolean.class)
                .list());
    }

    @Override
    public void close() {
        admin().useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE"));
    }

    private static Jdbi admin() {
        return Jdbi.create(server().jdbcUrl, server().user, server().password);
    }

    private static synchronized Server server() {
        @Nullable String known = failure;
        if (known != null) {
            throw new IllegalStateException(known);
        }
        @Nullable Server running = server;
        if (running == null) {
            try {
                running = start(TestServerChoice.of(URL_VARIABLE, TestImages.POSTGRES));
            } catch (RuntimeException e) {
                failure = String.valueOf(e.getMessage());
                throw e;
            }
            server = running;
        }
        return running;
    }

    private static Server start(TestServerChoice choice) {
        Server started = switch (choice.source()) {
            case EXTERNAL -> external(System.getenv(URL_VARIABLE));
            case DOCKER -> container();
            case EMBEDDED -> embedded();
        };
        System.out.println("Database for tests: " + started.name + " (" + choice.reason() + ")");
        return started;
    }

    /// Testcontainers removes the container after this JVM has ended.
    @SuppressWarnings("resource")
    private static Server container() {
        PostgreSQLContainer container = new PostgreSQLContainer(TestImages.POSTGRES);
        container.start();
        return new Server(
                TestImages.POSTGRES + " in Docker",
                container.getJdbcUrl(),
                container.getUsername(),
                container.getPassword());
    }

    private static Server embedded() {
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C.UTF-8")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(embedded)));
            return new Server("embedded PostgreSQL", embedded.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }

    private static void close(EmbeddedPostgres embedded) {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param url `postgresql://user:password@host:port/database`, with or without `jdbc:` before it
    private static Server external(String url) {
        URI uri = URI.create(url.replaceFirst("^jdbc:", "").replaceFirst("^postgres:", "postgresql:"));
        String[] user = uri.getUserInfo() == null
                ? new String[] {System.getProperty("user.name").toLowerCase(Locale.ROOT)}
                : uri.getUserInfo().split(":", 2);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath();
        return new Server(
                "PostgreSQL at " + uri.getHost() + ":" + port + uri.getPath(),
                uri.getQuery() == null ? jdbcUrl : jdbcUrl + "?" + uri.getQuery(),
                user[0],
                user.length > 1 ? user[1] : "");
    }

    private static String withParameter(String url, String parameter) {
        return url + (url.contains("?") ? "&" : "?") + parameter;
    }
}
