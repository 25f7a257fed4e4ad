package dev.carga.application.scale;

import dev.carga.application.dispatch.Backlog;
import java.time.Duration;

/// How many worker processes should run for the pending work: as many as finish it within the time that
/// people are willing to wait, but no more than find a part to load, and no more than the database has
/// connections for.
///
/// Computed with integers only, so that the same rule in SQL, for an autoscaler that queries the database,
/// gives the same number.
///
/// @param partsPerWorker the parts that one process loads within `patience`
/// @param partsAtOnce    the parts that one process loads concurrently
/// @param patience       how long people are willing to wait, in whole seconds. If a part has waited longer,
///                       processes load fewer parts than assumed: after twice the time twice as many
///                       processes are wanted, and so on
/// @param min            the smallest number, even without work, and even if the database has no connections
///                       for them: without a worker nothing is loaded
/// @param max            the largest number
public record WantedWorkers(int partsPerWorker, int partsAtOnce, Duration patience, int min, int max) {

    /// A third of what one process loads in a minute: a part of 10,000 lines takes about 30 ms on two cores
    /// shared with the database (docs/operations/scaling.md).
    public static final int PARTS_PER_WORKER = 600;

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A part may be old because the database is slow or because the part kills its workers, so the number
    /// must not grow without limit.
    private static final int MAX_LATENESS = 4;

    public WantedWorkers {
        if (partsPerWorker < 1 || partsAtOnce < 1 || patience.toSeconds() < 1 || min < 0 || max < Math.max(min, 1)) {
            throw new IllegalArgumentException("Invalid rule: " + partsPerWorker + ", " + partsAtOnce + ", " + patience
                    + ", " + min + " to " + max);
        }
    }

    /// The number of processes for this backlog.
    ///
    /// @param affordable the processes that the database has connections for
    public int of(Backlog backlog, int affordable) {
        long inTime = Math.ceilDiv(backlog.parts(), partsPerWorker);
        long lateness = Math.clamp(backlog.oldest().toSeconds() / patience.toSeconds(), 1, MAX_LATENESS);
        return Math.clamp(Math.min(inTime * lateness, busy(backlog)), min, Math.clamp(affordable, min, max));
    }

    /// The processes that find a part: only the window of each upload is in the queue. At least one, since
    /// parts that are not queued yet soon will be.
    private long busy(Backlog backlog) {
        return Math.max(1, Math.ceilDiv(backlog.queuedParts(), partsAtOnce));
    }
}
