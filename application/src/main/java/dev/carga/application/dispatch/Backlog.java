package dev.carga.application.dispatch;

import java.time.Duration;

/// The pending work of all uploads: parts that are not settled yet, including those that are being loaded.
///
/// @param receivedParts parts not sent to workers yet, since their upload has enough parts in the queue
/// @param queuedParts   parts sent to workers
/// @param lines         lines of all these parts
/// @param oldest        time since the oldest of these parts was received or retried; zero if there is none
public record Backlog(long receivedParts, long queuedParts, long lines, Duration oldest) {

    public long parts() {
        return receivedParts + queuedParts;
    }
}
