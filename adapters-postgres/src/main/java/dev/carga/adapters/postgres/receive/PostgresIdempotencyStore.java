package dev.carga.adapters.postgres.receive;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.receive.IdempotencyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// `carga_request`. The request that inserts the row of a key has claimed it, or the one that takes over a
/// row that was not confirmed for too long.
public final class PostgresIdempotencyStore implements IdempotencyStore {

    private static final String CLAIM = """
            INSERT INTO carga_request AS r (key, fingerprint, token)
            VALUES (:key, :fingerprint, :token)
            ON CONFLICT (key) DO UPDATE
            SET fingerprint = EXCLUDED.fingerprint, token = EXCLUDED.token, began_at = clock_timestamp(),
                seen_at = clock_timestamp()
            WHERE r.status IS NULL AND r.seen_at < clock_timestamp() - make_interval(secs => :stale)""";

    private final Jdbi jdbi;

    public PostgresIdempotencyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Claim claim(String key, String fingerprint, Duration stale) {
        UUID token = UUID.randomUUID();
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> {
            int claimed = handle.createUpdate(CLAIM)
                    .bind("key", key)
                    .bind("fingerprint", fingerprint)
                    .bind("token", token)
                    .bind("stale", stale.toMillis() / 1000.0)
                    .execute();
            if (claimed == 1) {
                return new Claim.Granted(token);
            }
            Optional<Claim> found = handle.createQuery(
                            "SELECT fingerprint, status, location, body FROM carga_request WHERE key = :key")
                    .bind("key", key)
                    .map((row, _) -> claim(row, fingerprint))
                    .findOne();
            // Released in between: the next attempt gets the key.
            return found.orElseGet(Claim.InProgress::new);
        }));
    }

    private static Claim claim(ResultSet row, String fingerprint) throws SQLException {
        if (!row.getString("fingerprint").equals(fingerprint)) {
            return new Claim.KeyReused();
        }
        int status = row.getInt("status");
        return row.wasNull()
                ? new Claim.InProgress()
                : new Claim.Answered(new StoredResponse(status, row.getString("location"), row.getString("body")));
    }

    @Override
    public void confirm(String key, UUID token) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.execute(
                "UPDATE carga_request SET seen_at = clock_timestamp() WHERE key = ? AND token = ?", key, token)));
    }

    @Override
    public void keep(String key, UUID token, StoredResponse answer) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE carga_request SET status = :status, location = :location, body = :body
                        WHERE key = :key AND token = :token""")
                .bind("key", key)
                .bind("token", token)
                .bind("status", answer.status())
                .bind("location", answer.location())
                .bind("body", answer.body())
                .execute()));
    }

    @Override
    public void release(String key, UUID token) {
        PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.execute(
                "DELETE FROM carga_request WHERE key = ? AND token = ? AND status IS NULL", key, token)));
    }
}
