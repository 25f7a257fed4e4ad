package dev.carga.bootstrap.endtoend;

import dev.carga.adapters.amqp.TestBroker;
import dev.carga.adapters.postgres.TestDatabase;
import java.util.Map;

/// A new database schema and a new queue for processes that work together.
final class SharedServers implements AutoCloseable {

    private final TestDatabase database = new TestDatabase();
    private final TestBroker broker = TestBroker.running();
    private final String queue = broker.newQueueName();

    TestDatabase database() {
        return database;
    }

    /// The environment variables of a process that uses them.
    Map<String, String> settings() {
        return CargaProcess.shared(database.settings(1), broker.uri(), queue);
    }

    @Override
    public void close() {
        broker.delete(queue);
        database.close();
    }
}
