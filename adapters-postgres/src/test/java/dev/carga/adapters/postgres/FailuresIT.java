package dev.carga.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carga.application.InfrastructureException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailuresIT {

    private static final String ROW = "INSERT INTO once VALUES (1)";

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void makeATable() {
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

    /// The driver makes the data's fault, which was over, the cause of the connection's.
    @Test
    void aConnectionThatIsLostAfterAFaultOfTheDataIsNoFaultOfTheData() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ROW);
            Savepoint before = connection.setSavepoint();
            assertThat(catchThrowableOfType(SQLException.class, () -> statement.execute(ROW))
                            .getSQLState())
                    .isEqualTo(Failures.UNIQUE_VIOLATION);
            database.cutConnections();
            SQLException lost = catchThrowableOfType(SQLException.class, () -> connection.rollback(before));

            assertThat(Failures.translate(lost))
                    .isInstanceOf(InfrastructureException.Transient.class)
                    .hasMessageContaining("does not answer");
        }
    }

    @Test
    void whatAFailedTransactionDoesNotTakeIsTheFirstFault() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ROW);
            assertThatThrownBy(() -> statement.execute(ROW)).isInstanceOf(SQLException.class);
            SQLException ignored = catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));

            assertThat(Failures.translate(ignored))
                    .isInstanceOf(InfrastructureException.Permanent.class)
                    .hasMessageContaining(Failures.UNIQUE_VIOLATION);
        }
    }
}
