package dev.carga.application.load;

import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;

/// Remembers how often a part was begun by a worker that has not told the end: an attempt is counted before
/// it is made, so that it stays counted if the worker dies of it. All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface PartAttempts {

    /// Instead of a number of attempts: the part waits for a worker, and somebody has it in hand at this
    /// moment.
    int HELD = -1;

    /// Counts one more attempt.
    ///
    /// @return how many there are now; [#HELD] if somebody is loading the part, or 0 if it is in no state to
    ///         be loaded: nothing is counted then
    int begin(PartRef part);

    /// Takes one attempt back: it came to nothing, and not by the part's fault. Nothing happens to a part
    /// that is settled by now.
    void forgive(PartRef part);

    /// Fails the part, if it is still queued and nobody is loading it at this moment.
    ///
    /// @return whether it did
    boolean giveUp(PartRef part, PartFailure failure);
}
