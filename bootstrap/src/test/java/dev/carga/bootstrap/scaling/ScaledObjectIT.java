package dev.carga.bootstrap.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.application.dispatch.Backlog;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the query from the ScaledObject's manifest on a real PostgreSQL.
class ScaledObjectIT {

    private static final String QUERY = ScaledObject.ofCarga().query();

    private final TestDatabase server = new TestDatabase();
    private final Jdbi jdbi = server.jdbi();

    @BeforeEach
    void createSchema() {
        Database.open(server.settings(1)).close();
    }

    @AfterEach
    void dropSchema() {
        server.close();
    }

    private static int wantedByQuery(Handle handle) {
        return handle.select(QUERY).mapTo(Integer.class).one();
    }

    /// Replaces all uploads by one with this backlog.
    ///
    /// @param age of the oldest part, in seconds
    private static void storeBacklog(Handle handle, int received, int queued, int age) {
        handle.execute("TRUNCATE carga_part, carga_upload");
        int upload = handle.select(
                        "INSERT INTO carga_upload (message_id, name) VALUES (?, 'a.txt') RETURNING id",
                        UUID.randomUUID())
                .mapTo(Integer.class)
                .one();
        handle.execute("""
                INSERT INTO carga_part (upload_id, number, state, first_line, line_count, payload_bytes, payload,
                                        received_at, sent_at)
                SELECT ?, n, CASE WHEN n <= ? THEN 'queued' ELSE 'received' END, n, 1, 1, '',
                    clock_timestamp() - make_interval(secs => CASE WHEN n = 1 THEN ? ELSE 0 END), clock_timestamp()
                FROM generate_series(1, ?) n""", upload, queued, age, received + queued);
    }

    /// The query and the command run one after the other, so each age is half a minute away from the ages at which
    /// the number changes.
    @Test
    void queryAndCommandReturnSameNumber() {
        SplittableRandom random = new SplittableRandom(1);
        TreeSet<Integer> numbers = new TreeSet<>();
        try (Database database = Database.open(server.settings(1));
                Handle handle = jdbi.open()) {
            int affordable =
                    QueryRule.budget(database.connectionLimit().connections()).workers();
            for (int i = 0; i < 80; i++) {
                storeBacklog(
                        handle,
                        random.nextInt(1 << random.nextInt(1, 14)),
                        random.nextInt(1 << random.nextInt(1, 7)),
                        30 + 60 * random.nextInt(7));
                Backlog backlog = database.backlogGauge().check();
                int wanted = QueryRule.RULE.of(backlog, affordable);
                assertThat(wantedByQuery(handle))
                        .as("%s, connections for %s workers", backlog, affordable)
                        .isEqualTo(wanted);
                numbers.add(wanted);
            }
            storeBacklog(handle, 0, 0, 0);
            assertThat(wantedByQuery(handle)).isZero();
        }
        assertThat(numbers).as("different numbers in the sample").hasSizeGreaterThan(4);
    }

    @Test
    void queryReturnsAtMostTheWorkersThatConnectionsAllow() {
        assumeThat((boolean) jdbi.withHandle(handle -> handle.select(
                                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                        .mapTo(Boolean.class)
                        .one()))
                .as("the tests' user may create databases")
                .isTrue();
        String limited = "carga_test_" + UUID.randomUUID().toString().replace("-", "");
        jdbi.useHandle(handle -> handle.execute("CREATE DATABASE " + limited + " TEMPLATE template0"));
        try {
            DatabaseSettings settings = server.settings(1);
            String url = settings.jdbcUrl().replaceFirst("/[^/?]+\\?.*", "/" + limited);
            Database.open(new DatabaseSettings(url, settings.user(), settings.password(), 1, true))
                    .close();
            try (Handle handle =
                    Jdbi.create(url, settings.user(), settings.password()).open()) {
                storeBacklog(handle, 6_000, 90, 0);
                for (int limit : new int[] {44, 45, 51, 52, 58, 59, 66}) {
                    handle.execute("ALTER DATABASE " + limited + " CONNECTION LIMIT " + limit);
                    assertThat(wantedByQuery(handle))
                            .isEqualTo(QueryRule.budget(limit).workers());
                }
            }
        } finally {
            jdbi.useHandle(handle -> handle.execute("DROP DATABASE " + limited + " WITH (FORCE)"));
        }
    }

    /// KEDA runs the query every few seconds.
    @Test
    void queryReadsPendingPartsAndNotLoadedOnes() throws IOException {
        try (Handle handle = jdbi.open()) {
            storeBacklog(handle, 200, 24, 30);
            handle.execute("""
                    INSERT INTO carga_part (upload_id, number, state, first_line, line_count, payload_bytes, counters, settled_at)
                    SELECT id, 1000 + n, 'loaded', n, 1, 1, '{"total_rows": 1, "total_added": 1, "total_updated": 0,
                        "total_rejected": 0, "duplicate_count": 0}', now()
                    FROM carga_upload, generate_series(1, 100000) n""");
            handle.execute("ANALYZE carga_part");
            JsonNode plan = new ObjectMapper()
                    .readTree(handle.select("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + QUERY)
                            .mapTo(String.class)
                            .one());

            assertThat(plan.toString()).contains("\"carga_part_pending\"");
            JsonNode top = plan.get(0).get("Plan");
            int pages = top.get("Shared Hit Blocks").asInt()
                    + top.get("Shared Read Blocks").asInt();
            int pagesOfTable = handle.select("SELECT pg_relation_size('carga_part') / 8192")
                    .mapTo(Integer.class)
                    .one();
            assertThat(pages).as("of %s pages", pagesOfTable).isLessThan(40);
            assertThat(pagesOfTable).isGreaterThan(1_000);
        }
    }
}
