package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CuttingRules;
import java.util.Locale;
import java.util.Map;

/// Checks that flags fit each other and the role, and makes the settings of them.
record SettingsAssembler(DatabaseFlags databaseFlags, BrokerFlags brokerFlags, ServeFlags serveFlags) {

    /// @param http        null if the process does not listen
    /// @param environment has the predecessor's variables
    /// @throws InvalidSettingException if a setting is wrong or missing
    Settings assemble(Role role, @Nullable HttpSettings http, Map<String, String> environment) {
        int connections = Settings.connections(role, serveFlags.workers());
        @Nullable DatabaseSettings database = databaseFlags.settings(environment, connections);
        @Nullable BrokerSettings broker = brokerFlags.settings(environment);
        requireShared(role, database, broker);
        serveFlags.check();
        CuttingRules cutting = serveFlags.cutting();
        return new Settings(
                        role,
                        http == null ? null : http.withLimits(limits(http.limits(), role, cutting)),
                        database,
                        broker,
                        serveFlags.home(),
                        serveFlags.workers(),
                        serveFlags.window(),
                        serveFlags.maxAttempts(),
                        serveFlags.abandonedAfter(),
                        cutting)
                .withReceiving(serveFlags.receiving());
    }

    /// Processes of one system share a database and a broker; one alone may embed both.
    private static void requireShared(Role role, @Nullable DatabaseSettings database, @Nullable BrokerSettings broker) {
        String name = role.name().toLowerCase(Locale.ROOT);
        if (role != Role.ALL && database == null) {
            throw new InvalidSettingException("The role " + name + " needs a database that all processes share: set"
                    + " --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS");
        }
        if (role != Role.ALL && broker == null) {
            throw new InvalidSettingException("The role " + name + " needs a broker that all processes share: set"
                    + " --amqp-url, CARGA_AMQP_URL, or RABBIT_CONTAINER_DNS");
        }
        if (broker != null && database == null) {
            throw new InvalidSettingException("A broker is given and no database, but processes that share a broker"
                    + " must share a database: set --database-url too, or leave the broker out");
        }
        if (database == null && !EmbeddedPostgres.isBundled()) {
            throw new InvalidSettingException("This jar is the one for servers and bundles no database: set"
                    + " --database-url, CARGA_DATABASE_URL, or DB_HOST, DB_NAME, DB_USER and DB_PASS, or run the jar"
                    + " with the embedded database");
        }
    }

    /// Without `--uploads`, as many uploads at the same time as fit in the heap.
    private ClientLimits limits(ClientLimits requested, Role role, CuttingRules cutting) {
        long heap = Runtime.getRuntime().maxMemory();
        long bytes = Settings.receivingBytes(heap, role, serveFlags.workers(), cutting);
        int most = ReceivingMemory.mostUploads(cutting, bytes);
        int uploads = requested.uploads();
        if (uploads == ClientLimits.USUAL.uploads()) {
            return requested.withUploads(Math.min(most, requested.connections()));
        }
        if (uploads > most) {
            throw new InvalidSettingException("--uploads is " + uploads + ": a heap of " + (heap >> 20)
                    + " MB has room for " + most + " at once; give the JVM more (-Xmx in CARGA_JAVA_OPTS)");
        }
        return requested;
    }
}
