package dev.carga.application.load;

import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;

/// Counts the attempts to load a part. An attempt is counted before it is made, so that it stays counted if
/// it kills the worker. All calls throw [dev.carga.application.InfrastructureException] if the store does not
/// respond.
public interface PartAttempts {

    /// Returned instead of a number: the part is queued, and another worker is loading it.
    int HELD = -1;

    /// Counts one more attempt.
    ///
    /// @return the number of attempts, this one included. If nothing was counted: [#HELD] if another worker is
    ///         loading the part, 0 if the part is not queued
    int begin(PartRef part);

    /// Uncounts one attempt, which failed for a reason other than the part. No effect on a part that is
    /// settled.
    void forgive(PartRef part);

    /// Fails the part, if it is still queued and no other worker is loading it.
    ///
    /// @return whether the part is failed now
    boolean giveUp(PartRef part, PartFailure failure);
}
