package dev.carga.adapters.postgres;

import dev.carga.application.load.PartAttempts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// A part that somebody holds is passed over: who holds it is loading it. Nothing waits for the disk but a
/// part's end: a crash of the server forgives the attempts of the last moment.
final class PostgresPartAttempts implements PartAttempts {

    /// A part that is free, by its number in an upload; the setting ends with the statement.
    private static final String FREE_PART = """
            WITH part AS (
                SELECT p.upload_id, p.number
                FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
                WHERE u.message_id = :upload AND p.number = :number AND p.state = 'queued'
                FOR UPDATE OF p SKIP LOCKED
            )
            """;

    private static final String UNHURRIED =
            "FROM part, (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried ";

    private static final String IT = "WHERE p.upload_id = part.upload_id AND p.number = part.number";

    private final Jdbi jdbi;

    PostgresPartAttempts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public int begin(PartRef part) {
        return Failures.translated(() -> jdbi.withHandle(handle -> bind(
                        part,
                        handle.createQuery(FREE_PART + "UPDATE carga_part p SET attempts = attempts + 1 " + UNHURRIED
                                + IT + " RETURNING p.attempts"))
                .mapTo(Integer.class)
                .findOne()
                .orElseGet(() -> PostgresPartBacklog.isQueued(handle, part) ? HELD : 0)));
    }

    @Override
    public void forgive(PartRef part) {
        Failures.translated(() -> jdbi.withHandle(handle -> bind(
                        part,
                        handle.createUpdate(FREE_PART + "UPDATE carga_part p SET attempts = greatest(0, attempts - 1) "
                                + UNHURRIED + IT))
                .execute()));
    }

    @Override
    public boolean giveUp(PartRef part, PartFailure failure) {
        return Failures.translated(() -> jdbi.withHandle(handle -> bind(part, handle.createUpdate(FREE_PART + """
                        UPDATE carga_part p
                        SET state = 'failed', failure_code = :code, failure_message = :message, failure_line = :line,
                            settled_at = clock_timestamp()
                        FROM part\s""" + IT))
                        .bind("code", failure.code().key())
                        .bind("message", failure.message())
                        .bind("line", failure.line())
                        .execute()
                == 1));
    }

    private static <S extends SqlStatement<S>> S bind(PartRef part, S statement) {
        return statement.bind("upload", part.upload().value()).bind("number", part.number());
    }
}
