package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.UUID;

/// Stores the responses to requests with an idempotency key, so that a repeated request gets the first
/// response and is not executed again. Each call is one transaction. All throw
/// [dev.carga.application.InfrastructureException] if the store is away.
public interface IdempotencyStore {

    /// A response as it was sent.
    ///
    /// @param location the header; null if the response had none
    record StoredResponse(int status, @Nullable String location, String body) {}

    /// The result of claiming a key.
    sealed interface Claim {
        /// The key was free: the caller executes the request, and reports its end under this token.
        record Granted(UUID token) implements Claim {}

        /// Another caller is executing the request at this moment.
        record InProgress() implements Claim {}

        /// The request was executed before.
        record Answered(StoredResponse response) implements Claim {}

        /// The key belongs to a different request.
        record KeyReused() implements Claim {}
    }

    /// Claims a key. One of several callers at the same moment gets it.
    ///
    /// @param fingerprint of the request; a different one under the same key is a different request
    /// @param stale       after this time without [#confirm], a caller that holds the key is taken for dead
    Claim claim(String key, String fingerprint, Duration stale);

    /// Confirms that the request is still being executed; to be repeated.
    void confirm(String key, UUID token);

    /// Stores the response. Does nothing if another caller holds the key by now.
    void keep(String key, UUID token, StoredResponse response);

    /// Frees the key: the request had no result that is to be repeated.
    void release(String key, UUID token);
}
