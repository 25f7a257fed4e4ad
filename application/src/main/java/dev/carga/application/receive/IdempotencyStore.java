package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.UUID;

/// Keeps the answers to requests that name themselves, so that one which comes again is answered as it was
/// the first time, and not worked on twice. Each call is one transaction. All throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface IdempotencyStore {

    /// An answer as it was given.
    ///
    /// @param location null if it had none
    record StoredResponse(int status, @Nullable String location, String body) {}

    /// What there is under a key.
    sealed interface Claim {
        /// Nothing was: whoever asked works on it, and says what comes of it under this token.
        record Mine(UUID token) implements Claim {}

        /// Somebody is working on it at this moment.
        record UnderWay() implements Claim {}

        /// It was answered.
        record Answered(StoredResponse answer) implements Claim {}

        /// The key belongs to another request.
        record OfAnother() implements Claim {}
    }

    /// Claims a key. Of two who do so at the same moment one gets it.
    ///
    /// @param fingerprint of the request; another one under the same key is another request
    /// @param stale       for how long whoever works on it may have kept silent, see [#confirm]; longer,
    ///         and he is gone
    Claim claim(String key, String fingerprint, Duration stale);

    /// Says that the key is still being worked on; to be said again and again.
    void confirm(String key, UUID token);

    /// Keeps the answer. Does nothing if the key is another's by now.
    void keep(String key, UUID token, StoredResponse answer);

    /// Gives the key back: nothing came of it that should be told again.
    void release(String key, UUID token);
}
