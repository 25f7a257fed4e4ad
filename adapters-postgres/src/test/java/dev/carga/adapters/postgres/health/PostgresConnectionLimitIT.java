package dev.carga.adapters.postgres.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresConnectionLimitIT {

    private final TestDatabase database = new TestDatabase();
    private final Jdbi jdbi = database.jdbi();

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private int connections(Jdbi asked) {
        return new PostgresConnectionLimit(asked).connections();
    }

    @Test
    void limitIsThatOfTheServerWithoutReservedConnections() {
        int all = jdbi.withHandle(handle ->
                handle.select("SHOW max_connections").mapTo(Integer.class).one());
        int reserved = jdbi.withHandle(handle -> handle.select(
                        "SELECT sum(setting::int) FROM pg_settings WHERE name LIKE '%reserved\\_connections'")
                .mapTo(Integer.class)
                .one());
        assertThat(reserved).isPositive();
        assertThat(connections(jdbi)).isEqualTo(all - reserved);
    }

    @Test
    void lowerLimitOfTheDatabaseCounts() {
        boolean mayCreate = jdbi.withHandle(
                handle -> handle.select("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                        .mapTo(Boolean.class)
                        .one());
        assumeThat(mayCreate).as("the user of the tests may create databases").isTrue();
        String limited = "carga_test_" + UUID.randomUUID().toString().replace("-", "");
        jdbi.useHandle(handle -> handle.execute("CREATE DATABASE " + limited + " CONNECTION LIMIT 5"));
        try {
            DatabaseSettings settings = database.settings(1);
            Jdbi there = Jdbi.create(
                    settings.jdbcUrl().replaceFirst("/[^/?]+\\?", "/" + limited + "?"),
                    settings.user(),
                    settings.password());
            assertThat(connections(there)).isEqualTo(5);
        } finally {
            jdbi.useHandle(handle -> handle.execute("DROP DATABASE " + limited + " WITH (FORCE)"));
        }
    }
}
