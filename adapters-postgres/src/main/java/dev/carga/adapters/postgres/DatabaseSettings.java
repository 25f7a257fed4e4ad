package dev.carga.adapters.postgres;

/// Where the database is and how much of it Carga may take.
///
/// @param jdbcUrl     `jdbc:postgresql://host:port/database`, with any parameters of the driver
/// @param connections how many connections at most
/// @param migrate     whether to bring the schema up to date at the start; if not, it must be so already
public record DatabaseSettings(String jdbcUrl, String user, String password, int connections, boolean migrate) {

    /// Without the password, nor the URL's parameters, which may hold one: settings are shown.
    @Override
    public String toString() {
        return jdbcUrl.replaceFirst("[?].*", "") + " as " + user;
    }
}
