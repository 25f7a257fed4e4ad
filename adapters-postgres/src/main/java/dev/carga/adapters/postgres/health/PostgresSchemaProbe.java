package dev.carga.adapters.postgres.health;

import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;

/// Looks whether the schema has all that the program needs, over a connection of its own.
public final class PostgresSchemaProbe implements Probe {

    private final DedicatedConnection connection;

    public PostgresSchemaProbe(DedicatedConnection connection) {
        this.connection = connection;
    }

    @Override
    public Condition check() {
        SchemaState found = connection.ask(SchemaState::of);
        return found.fits() ? new Condition.Up() : new Condition.Down(found.complaint());
    }
}
