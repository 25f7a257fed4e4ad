package dev.carga.adapters.postgres;

import dev.carga.adapters.postgres.connection.DatabaseAddress;

/// Where the database is, and how much of it Carga may use.
///
/// @param jdbcUrl     `jdbc:postgresql://host:port/database`, with any parameters of the driver
/// @param connections the largest number of connections in the pool
/// @param migrate     whether a process brings the schema up to date when it starts; if not, it waits until
///                    `carga migrate` has done it
public record DatabaseSettings(String jdbcUrl, String user, String password, int connections, boolean migrate) {

    DatabaseAddress address() {
        return new DatabaseAddress(jdbcUrl, user, password);
    }

    /// For logs and messages: without the password, and without the URL's parameters, which may hold one.
    @Override
    public String toString() {
        return address().toString();
    }
}
