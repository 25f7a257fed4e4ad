package dev.carga.adapters.postgres.connection;

/// Where a database is, and the user that connects to it.
///
/// @param jdbcUrl `jdbc:postgresql://host:port/database`, with any parameters of the driver
public record DatabaseAddress(String jdbcUrl, String user, String password) {

    /// For logs and messages: without the password, and without the URL's parameters, which may hold one.
    @Override
    public String toString() {
        return jdbcUrl.replaceFirst("[?].*", "") + " as " + user;
    }
}
