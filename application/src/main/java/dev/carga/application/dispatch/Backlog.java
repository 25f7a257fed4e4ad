package dev.carga.application.dispatch;

import java.time.Duration;

/// The work that waits, of all uploads together: parts that are not settled yet, those that are being loaded at
/// this moment among them.
///
/// @param receivedParts not sent to the workers yet, since their upload has enough parts in the queue
/// @param queuedParts   sent to the workers
/// @param lines         of all these parts
/// @param oldest        for how long the part that has waited longest has been there, or has been tried again;
///                      zero if there is none
public record Backlog(long receivedParts, long queuedParts, long lines, Duration oldest) {

    /// All of them.
    public long parts() {
        return receivedParts + queuedParts;
    }
}
