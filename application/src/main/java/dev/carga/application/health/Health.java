package dev.carga.application.health;

import dev.carga.domain.Nullable;

/// How a process is, at one moment.
///
/// @param closed     why it takes nothing in, whatever the machinery says: it is starting, or leaving
/// @param migrations whether the database's schema is as the program needs it
public record Health(@Nullable String closed, Condition database, Condition migrations, Condition broker) {

    /// What it comes to.
    public enum Status {
        /// All is there.
        READY,
        /// Uploads are taken in, and made durable; without the broker they are loaded later.
        DEGRADED,
        /// Whoever can send requests elsewhere should.
        NOT_READY
    }

    public Status status() {
        if (closed != null || !(database instanceof Condition.Up) || !(migrations instanceof Condition.Up)) {
            return Status.NOT_READY;
        }
        return broker instanceof Condition.Up ? Status.READY : Status.DEGRADED;
    }
}
