package dev.carga.adapters.postgres.health;

import dev.carga.adapters.postgres.connection.DedicatedConnection;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;

/// Checks that the schema has everything that the program needs, over a dedicated connection.
public final class PostgresSchemaProbe implements Probe {

    private final DedicatedConnection connection;

    public PostgresSchemaProbe(DedicatedConnection connection) {
        this.connection = connection;
    }

    @Override
    public Condition check() {
        SchemaState found = connection.query(SchemaState::of);
        return found.fits() ? new Condition.Up() : new Condition.Down(found.complaint());
    }
}
