package dev.carga.bootstrap.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A program for [EmbeddedPostgresIT] to kill: starts PostgreSQL on a home, commits two rows, leaves a third
/// one uncommitted, prints `holding`, and waits.
final class HoldEmbeddedPostgres {
    private HoldEmbeddedPostgres() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (id int)");
            statement.execute("INSERT INTO kept VALUES (1), (2)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (3)");
            System.out.write("holding\n".getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
