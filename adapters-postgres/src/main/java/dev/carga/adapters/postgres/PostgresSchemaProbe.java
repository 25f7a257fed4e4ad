package dev.carga.adapters.postgres;

import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;

/// Looks whether the schema has all that the program needs, over a connection of its own.
final class PostgresSchemaProbe implements Probe {

    private final KeptConnection connection;

    PostgresSchemaProbe(KeptConnection connection) {
        this.connection = connection;
    }

    @Override
    public Condition look() {
        SchemaState found = connection.ask(SchemaState::of);
        return found.fits() ? new Condition.Up() : new Condition.Down(found.complaint());
    }
}
