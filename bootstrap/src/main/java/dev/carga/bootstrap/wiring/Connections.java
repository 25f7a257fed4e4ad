package dev.carga.bootstrap.wiring;

import dev.carga.adapters.amqp.RabbitMqPartQueue;
import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.Condition;
import dev.carga.bootstrap.embedded.EmbeddedPostgres;
import dev.carga.bootstrap.embedded.InProcessPartQueue;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.domain.Nullable;
import java.util.Locale;

/// Opens the database and the queue of a process: a server that the settings name, or an embedded one.
final class Connections {

    private final Settings settings;
    private final CloseStack opened;
    private final ProcessHealth health;

    Connections(Settings settings, CloseStack opened, ProcessHealth health) {
        this.settings = settings;
        this.opened = opened;
        this.health = health;
    }

    /// Does not wait for a broker that is unavailable: the queue connects to it later.
    PartQueue openQueue() {
        @Nullable BrokerSettings broker = settings.broker();
        if (broker == null) {
            health.probeBroker(Condition.Up::new);
            return opened.add(new InProcessPartQueue());
        }
        String name = "carga " + settings.role().name().toLowerCase(Locale.ROOT);
        RabbitMqPartQueue queue = opened.add(new RabbitMqPartQueue(
                RabbitMqSettings.at(broker.uri()).withQueue(broker.queue()).withConnectionName(name)));
        health.probeBroker(queue.probe());
        return queue;
    }

    /// Waits for the database, and for a schema that this program can work on.
    ///
    /// @throws InfrastructureException.Permanent if the database refuses
    Database openDatabase() {
        @Nullable DatabaseSettings configured = settings.database();
        DatabaseSettings target = configured == null ? startEmbedded() : configured;
        Database database =
                opened.add(RetryPolicy.ENDLESS.call("step=connect_database", opened::isClosing, () -> connect(target)));
        health.probeDatabase(database.probe());
        health.probeMigrations(database.schemaProbe());
        RetryPolicy.ENDLESS.run("step=await_schema", opened::isClosing, database::prepareSchema);
        return database;
    }

    private DatabaseSettings startEmbedded() {
        EmbeddedPostgres embedded = opened.add(EmbeddedPostgres.start(settings.home()));
        int connections = Settings.connections(settings.role(), settings.workers());
        return new DatabaseSettings(embedded.jdbcUrl(), embedded.user(), embedded.password(), connections, true);
    }

    private Database connect(DatabaseSettings target) {
        try {
            return Database.connect(target);
        } catch (InfrastructureException e) {
            health.probeDatabase(() -> new Condition.Down(String.valueOf(e.getMessage())));
            throw e;
        }
    }
}
