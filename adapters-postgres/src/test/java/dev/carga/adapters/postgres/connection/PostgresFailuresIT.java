package dev.carga.adapters.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.application.InfrastructureException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresFailuresIT {

    private static final String ROW = "INSERT INTO once VALUES (1)";

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTable() {
        database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE once (id int PRIMARY KEY)"));
    }

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private Connection connect() throws SQLException {
        DatabaseSettings settings = database.settings(1);
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    /// The driver makes the earlier data error the cause of the connection error.
    @Test
    void lostConnectionAfterADataErrorIsTransient() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ROW);
            Savepoint before = connection.setSavepoint();
            assertThat(catchThrowableOfType(SQLException.class, () -> statement.execute(ROW))
                            .getSQLState())
                    .isEqualTo(PostgresFailures.UNIQUE_VIOLATION);
            database.cutConnections();
            SQLException lost = catchThrowableOfType(SQLException.class, () -> connection.rollback(before));

            assertThat(PostgresFailures.translate(lost))
                    .isInstanceOf(InfrastructureException.Transient.class)
                    .hasMessageContaining("does not answer");
        }
    }

    @Test
    void errorInAFailedTransactionIsTheFirstError() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ROW);
            assertThatThrownBy(() -> statement.execute(ROW)).isInstanceOf(SQLException.class);
            SQLException ignored = catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));

            assertThat(PostgresFailures.translate(ignored))
                    .isInstanceOf(InfrastructureException.Permanent.class)
                    .hasMessageContaining(PostgresFailures.UNIQUE_VIOLATION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0001", "22023", "23514", "40001", "42501", "57014", "08006", "XX000", "ZZ999"})
    void messageOfATriggerIsNotRepeated(String state) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'no place for 041.091.641-25' USING ERRCODE = '" + state
                    + "'; END $$");
            statement.execute("CREATE TRIGGER refuse BEFORE INSERT ON once FOR EACH ROW EXECUTE FUNCTION refuse()");
            SQLException refused = catchThrowableOfType(SQLException.class, () -> statement.execute(ROW));

            assertThat(PostgresFailures.translate(refused).getMessage())
                    .contains("SQLState " + state)
                    .doesNotContain("041.091.641-25");
        }
    }

    @Test
    void messageOfTheServerIsRepeated() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            SQLException refused =
                    catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT * FROM nowhere"));

            assertThat(PostgresFailures.translate(refused))
                    .hasMessageContaining("SQLState 42P01: relation \"nowhere\" does not exist");
        }
    }
}
