package dev.carga.adapters.postgres;

import dev.carga.application.container.TestImages;
import dev.carga.domain.Nullable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A real PostgreSQL for tests. Each instance is a separate schema, which [#close] drops. The server is the
/// first available of: the one that `CARGA_TEST_DATABASE_URL` names, a container if Docker is available, an
/// embedded one. The run prints which one it is.
public final class TestDatabase implements AutoCloseable {

    /// The predecessor's table, empty, as a script.
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

    /// One server for all tests of a JVM. It stops when the JVM ends.
    private static final Server SERVER = takeServer();

    private final String schema = "carga_test_" + UUID.randomUUID().toString().replace("-", "");

    /// Creates an empty schema.
    public TestDatabase() {
        admin().useHandle(handle -> handle.execute("CREATE SCHEMA " + schema));
    }

    private record Server(String name, String jdbcUrl, String user, String password) {}

    /// Settings for Carga.
    public DatabaseSettings settings(int connections) {
        String url = withParameter(jdbcUrl(), "ApplicationName=" + schema);
        return new DatabaseSettings(url, SERVER.user, SERVER.password, connections, true);
    }

    /// Names the schema, so that its users see no other one.
    public String jdbcUrl() {
        return withParameter(SERVER.jdbcUrl, "currentSchema=" + schema);
    }

    /// Direct access to the tables, without Carga.
    public Jdbi jdbi() {
        return Jdbi.create(jdbcUrl(), SERVER.user, SERVER.password);
    }

    /// Ends every connection of Carga, as a restart of the server does.
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
        return Jdbi.create(SERVER.jdbcUrl, SERVER.user, SERVER.password);
    }

    private static Server takeServer() {
        Server server = chooseServer();
        System.out.println("Database for tests: " + server.name);
        return server;
    }

    private static Server chooseServer() {
        @Nullable String given = System.getenv("CARGA_TEST_DATABASE_URL");
        if (given != null && !given.isBlank()) {
            return parse(given);
        }
        Optional<String> obstacle = TestImages.obstacle(TestImages.POSTGRES);
        return obstacle.isEmpty() ? container() : embedded(obstacle.get());
    }

    /// Testcontainers removes it after this JVM has ended.
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

    private static Server embedded(String reason) {
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C.UTF-8")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(embedded)));
            return new Server(
                    "embedded PostgreSQL (CARGA_TEST_DATABASE_URL is not set, and " + reason + ")",
                    embedded.getJdbcUrl("postgres", "postgres"),
                    "postgres",
                    "");
        } catch (IOException e) {
            throw new UncheckedIOException("No database for tests", e);
        }
    }

    private static void close(EmbeddedPostgres embedded) {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Parses `postgresql://user:password@host:port/database`, with or without `jdbc:` before it.
    private static Server parse(String url) {
        URI uri = URI.create(url.replaceFirst("^jdbc:", "").replaceFirst("^postgres:", "postgresql:"));
        String[] user = uri.getUserInfo() == null
                ? new String[] {System.getProperty("user.name").toLowerCase(Locale.ROOT)}
                : uri.getUserInfo().split(":", 2);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath();
        return new Server(
                "given, " + uri.getHost() + ":" + port + uri.getPath(),
                uri.getQuery() == null ? jdbcUrl : jdbcUrl + "?" + uri.getQuery(),
                user[0],
                user.length > 1 ? user[1] : "");
    }

    private static String withParameter(String url, String parameter) {
        return url + (url.contains("?") ? "&" : "?") + parameter;
    }
}
