package dev.carga.application.control;

import java.time.Duration;

/// Deletes data that is no longer needed. Of uploads that have ended: the CPFs of a dry run, the text of an
/// interrupted resumable upload, the columns that are unknown in its rows. And by age: responses stored for
/// idempotency keys after a day, replaced rows after their retention period. Run it about once a minute; any
/// number of processes may run it at the same time.
@FunctionalInterface
public interface Cleanup {

    /// The default retention period of rows that an update has replaced.
    Duration REPLACED_ROWS_KEPT = Duration.ofDays(30);

    /// Deletes what is no longer needed now.
    ///
    /// @throws dev.carga.application.InfrastructureException if the store does not respond; the next call
    ///         deletes the rest
    void deleteExpired();
}
