package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;

/// All that is decided before anything is wired.
///
/// @param http     null where nothing listens
/// @param database null for the embedded one
/// @param broker   null for the queue inside the process
/// @param home     where the embedded database lives
/// @param workers  how many parts this process loads at once
/// @param window   how many parts of one upload may wait for workers at a time
/// @param mostAttempts   after so many that ended the worker a part is given up
/// @param abandonedAfter an upload of which no process says for so long that it receives it is taken for
///                       abandoned
public record Settings(
        Role role,
        @Nullable HttpSettings http,
        @Nullable DatabaseSettings database,
        @Nullable BrokerSettings broker,
        Path home,
        int workers,
        int window,
        int mostAttempts,
        Duration abandonedAfter,
        CuttingRules cutting) {

    /// How many database connections a process with so many workers may need at once: one per part being
    /// loaded, and some for requests and dispatch.
    public static int connections(int workers) {
        return workers + 8;
    }

    /// Where the broker is.
    ///
    /// @param uri may hold a password
    public record BrokerSettings(String uri, String queue) {

        /// Without the password.
        @Override
        public String toString() {
            return uri.replaceFirst("//[^@/]*@", "//") + " " + queue;
        }
    }
}
