package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.dispatch.PostgresPartBacklog;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.application.load.PartAttempts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// A part that somebody holds is passed over: who holds it is loading it. Nothing waits for the disk but a
/// part's end: a crash of the server forgives the attempts of the last moment.
public final class PostgresPartAttempts implements PartAttempts {

    private static final String UNHURRIED =
            "FROM part, (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried ";

    private final Jdbi jdbi;

    public PostgresPartAttempts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public int begin(PartRef part) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> bind(
                        part,
                        handle.createQuery(
                                PartTransitions.FREE_PART + "UPDATE carga_part p SET attempts = attempts + 1 "
                                        + UNHURRIED + PartTransitions.IS_PART + " RETURNING p.attempts"))
                .mapTo(Integer.class)
                .findOne()
                .orElseGet(() -> PostgresPartBacklog.isQueued(handle, part) ? HELD : 0)));
    }

    @Override
    public void forgive(PartRef part) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> bind(
                        part,
                        handle.createUpdate(PartTransitions.FREE_PART
                                + "UPDATE carga_part p SET attempts = greatest(0, attempts - 1) " + UNHURRIED
                                + PartTransitions.IS_PART))
                .execute()));
    }

    @Override
    public boolean giveUp(PartRef part, PartFailure failure) {
        return PostgresFailures.translated(
                () -> jdbi.withHandle(handle -> PartTransitions.giveUp(handle, part, failure)));
    }

    private static <S extends SqlStatement<S>> S bind(PartRef part, S statement) {
        return statement.bind("upload", part.upload().value()).bind("number", part.number());
    }
}
