package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// A worker that was suspended in the middle of a COPY. Its connection is open, and PostgreSQL waits for it
/// beyond all its timeouts.
class StuckLoadIT {

    private static final Duration SILENCE = Duration.ofMillis(500);

    private final PostgresStores stores = new PostgresStores();
    private final DatabaseSettings settings = stores.testDatabase().settings(1);

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    /// With another application name, as an operator may give one to each process.
    private Connection connect() throws SQLException {
        String url = settings.jdbcUrl().replaceFirst("ApplicationName=[^&]*", "ApplicationName=worker-7");
        return DriverManager.getConnection(url, settings.user(), settings.password());
    }

    @Test
    void suspendedWorkerLosesItsPart() throws SQLException {
        PartRef part = new PartRef(stores.queued(part(1, 1, line("041.091.641-25"))), 1);
        try (Connection suspended = connect();
                Statement statement = suspended.createStatement()) {
            suspended.setAutoCommit(false);
            statement.execute("SET statement_timeout = '200ms'");
            statement.execute("SELECT number FROM carga_part FOR UPDATE");
            CopyIn copy = suspended
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY user_purchase (cpf) FROM STDIN (FORMAT binary)");
            assertThat(stores.loader().load(part, READING)).isEqualTo(new Outcome.Busy());
            assertThat(stores.backlog().freeStuck(Duration.ofMinutes(1)))
                    .as("a worker that may still be alive")
                    .isZero();

            Awaitility.await().until(() -> stores.backlog().freeStuck(SILENCE) == 1);

            Awaitility.await()
                    .until(() -> stores.loader().load(part, READING), outcome -> outcome instanceof Outcome.Loaded);
            assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
            // A connection that is cut in the middle of a COPY cannot be closed normally.
            suspended.abort(Runnable::run);
        }
        assertThat(stores.stateOf(part)).isInstanceOf(PartState.Loaded.class);
        assertThat(stores.rows()).hasSize(1);
    }

    @Test
    void copyOfAnotherProgramIsNotEnded() throws SQLException {
        try (Connection other = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
            CopyIn copy = other.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY user_purchase (cpf) FROM STDIN");
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> stores.backlog().freeStuck(SILENCE) == 0);
            copy.cancelCopy();
        }
    }
}
