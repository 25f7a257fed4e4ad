package dev.carga.bootstrap.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/// Queries of the database without Carga. Thread-safe: every call opens its own connection.
final class Sql {

    private static final int QUERY_TIMEOUT_S = 60;

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    Sql(String jdbcUrl, String user, String password) {
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("faults");
        source.setConnectTimeout(5);
    }

    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// A connection without a timeout, for the long comparison at the end.
    Connection connect() throws SQLException {
        return source.getConnection();
    }

    <T> List<T> list(String query, Row<T> mapping, Object... parameters) throws SQLException {
        try (Connection connection = withTimeout();
                PreparedStatement statement = prepared(connection, query, parameters);
                ResultSet row = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (row.next()) {
                list.add(mapping.of(row));
            }
            return list;
        }
    }

    long number(String query, Object... parameters) throws SQLException {
        return list(query, row -> row.getLong(1), parameters).getFirst();
    }

    private Connection withTimeout() throws SQLException {
        Connection connection = source.getConnection();
        connection.setNetworkTimeout(Runnable::run, QUERY_TIMEOUT_S * 1_000);
        return connection;
    }

    private static PreparedStatement prepared(Connection connection, String query, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
