package dev.carga.application.health;

import dev.carga.domain.Nullable;

/// The health of a process at one moment.
///
/// @param closed     why the process accepts no requests whatever its dependencies say: it is starting or
///                   stopping; null if it accepts them
/// @param migrations whether the schema of the database is as the program needs it
public record Health(@Nullable String closed, Condition database, Condition migrations, Condition broker) {

    /// The overall result.
    public enum Status {
        /// Everything works.
        READY,
        /// Uploads are accepted and stored durably; without the broker they are loaded later.
        DEGRADED,
        /// Requests should go to another process.
        NOT_READY
    }

    public Status status() {
        if (closed != null || !(database instanceof Condition.Up) || !(migrations instanceof Condition.Up)) {
            return Status.NOT_READY;
        }
        return broker instanceof Condition.Up ? Status.READY : Status.DEGRADED;
    }
}
