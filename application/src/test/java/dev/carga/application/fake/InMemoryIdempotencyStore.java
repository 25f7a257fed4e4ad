package dev.carga.application.fake;

import dev.carga.application.receive.IdempotencyStore;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Keeps answers in memory. Thread-safe.
final class InMemoryIdempotencyStore implements IdempotencyStore {

    private static final class Entry {
        final String fingerprint;
        final UUID token = UUID.randomUUID();
        Instant seen = Instant.now();

        @Nullable
        StoredResponse answer;

        Entry(String fingerprint) {
            this.fingerprint = fingerprint;
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public synchronized Claim claim(String key, String fingerprint, Duration stale) {
        @Nullable Entry there = entries.get(key);
        boolean gone = there != null
                && there.answer == null
                && there.seen.isBefore(Instant.now().minus(stale));
        if (there == null || gone) {
            Entry mine = new Entry(fingerprint);
            entries.put(key, mine);
            return new Claim.Granted(mine.token);
        }
        if (!there.fingerprint.equals(fingerprint)) {
            return new Claim.KeyReused();
        }
        return there.answer == null ? new Claim.InProgress() : new Claim.Answered(there.answer);
    }

    private Optional<Entry> theirs(String key, UUID token) {
        return Optional.ofNullable(entries.get(key)).filter(entry -> entry.token.equals(token));
    }

    @Override
    public synchronized void confirm(String key, UUID token) {
        theirs(key, token).ifPresent(entry -> entry.seen = Instant.now());
    }

    @Override
    public synchronized void keep(String key, UUID token, StoredResponse answer) {
        theirs(key, token).ifPresent(entry -> entry.answer = answer);
    }

    @Override
    public synchronized void release(String key, UUID token) {
        theirs(key, token).ifPresent(_ -> entries.remove(key));
    }
}
