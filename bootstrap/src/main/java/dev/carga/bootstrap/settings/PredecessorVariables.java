package dev.carga.bootstrap.settings;

import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.domain.Nullable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Reads database and broker from the predecessor's variables, `DB_…` and `RABBIT_…`.
final class PredecessorVariables {

    private PredecessorVariables() {}

    /// The database. `DB_PORT` and `DB_PASS` are optional.
    ///
    /// @return null if the variables name no database
    static @Nullable DatabaseSettings database(Map<String, String> environment, int connections, boolean migrate) {
        @Nullable String host = environment.get("DB_HOST");
        @Nullable String name = environment.get("DB_NAME");
        if (host == null && name == null) {
            return null;
        }
        String url = "jdbc:postgresql://" + hostName(required("DB_HOST", host)) + ":"
                + FlagValues.port("DB_PORT", environment.getOrDefault("DB_PORT", "5432")) + "/"
                + required("DB_NAME", name);
        return new DatabaseSettings(
                url,
                required("DB_USER", environment.get("DB_USER")),
                environment.getOrDefault("DB_PASS", ""),
                connections,
                migrate);
    }

    /// The broker. The predecessor only used the user `guest`, which RabbitMQ accepts only from its own machine
    /// by default. `RABBIT_USER` and `RABBIT_PASS`, which Carga adds, name another user.
    ///
    /// @return null if the variables name no broker
    static @Nullable String amqpUri(Map<String, String> environment) {
        @Nullable String host = environment.get("RABBIT_CONTAINER_DNS");
        if (host == null || host.isBlank()) {
            return null;
        }
        String user = environment.getOrDefault("RABBIT_USER", "");
        String password = environment.getOrDefault("RABBIT_PASS", "");
        if (user.isBlank() != password.isEmpty()) {
            throw new InvalidSettingException((user.isBlank() ? "RABBIT_USER" : "RABBIT_PASS")
                    + " is missing: RABBIT_USER and RABBIT_PASS go together; without both it is guest");
        }
        int port = FlagValues.port("RABBIT_CONTAINER_PORT", environment.getOrDefault("RABBIT_CONTAINER_PORT", "5672"));
        String login = user.isBlank() ? "guest:guest" : escape(user.strip()) + ":" + escape(password);
        return "amqp://" + login + "@" + hostName(host) + ":" + port;
    }

    private static String escape(String text) {
        // The encoder is for forms, where + is a blank; in a URI it is not.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String required(String variable, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidSettingException(variable
                    + " is missing: DB_HOST, DB_NAME and DB_USER go together (DB_PORT and DB_PASS if need be)");
        }
        return value;
    }

    private static String hostName(String host) {
        if (host.contains("/") || host.contains(" ") || host.isBlank()) {
            throw new InvalidSettingException("\"" + host + "\" is no host name");
        }
        return host;
    }
}
