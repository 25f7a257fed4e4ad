package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.application.load.PartAttempts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import org.jdbi.v3.core.Jdbi;

/// `carga_part.attempts`. Skips a part whose row is locked: the transaction that holds it is loading the part.
public final class PostgresPartAttempts implements PartAttempts {

    private final Jdbi jdbi;

    public PostgresPartAttempts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public int begin(PartRef part) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> PartTransitions.addAttempt(handle, part)
                .orElseGet(() -> PartTransitions.isQueued(handle, part) ? HELD : 0)));
    }

    @Override
    public void forgive(PartRef part) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> PartTransitions.removeAttempt(handle, part)));
    }

    @Override
    public boolean giveUp(PartRef part, PartFailure failure) {
        return PostgresFailures.translated(
                () -> jdbi.withHandle(handle -> PartTransitions.giveUp(handle, part, failure)));
    }
}
