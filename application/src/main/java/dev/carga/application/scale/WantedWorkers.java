package dev.carga.application.scale;

import dev.carga.application.dispatch.Backlog;
import java.time.Duration;

/// How many worker processes there should be for the work that waits: as many as clear it in the time that people
/// are willing to wait, but no more than find a part to load, and no more than the database has connections for.
///
/// Whole numbers only, so that the same rule written in SQL, for an autoscaler that reads the database itself, comes
/// to the same number.
///
/// @param partsPerWorker how many parts one process clears within `patience`
/// @param partsAtOnce    how many parts one process loads at once
/// @param patience       whole seconds. A part that has waited longer says that processes clear less than was
///                       thought: after twice the time twice as many are wanted, and so on
/// @param min            so many in any case, also without work, and also if the database has no connections
///                       for them: without a worker nothing is ever loaded
/// @param max            no more than these
public record WantedWorkers(int partsPerWorker, int partsAtOnce, Duration patience, int min, int max) {

    /// A part of 10,000 lines takes some 30 ms of a process on two cores that the database shares
    /// (docs/operations/scaling.md): in a minute, one clears three times as many.
    public static final int PARTS_PER_WORKER = 600;

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A part may be old because the database is slow, or because it ends its workers: more of them would not
    /// help without end.
    private static final int MOST_LATENESS = 4;

    public WantedWorkers {
        if (partsPerWorker < 1 || partsAtOnce < 1 || patience.toSeconds() < 1 || min < 0 || max < Math.max(min, 1)) {
            throw new IllegalArgumentException(
                    "No rule: " + partsPerWorker + ", " + partsAtOnce + ", " + patience + ", " + min + " to " + max);
        }
    }

    /// The number for what waits.
    ///
    /// @param affordable how many processes the database has connections for
    public int of(Backlog backlog, int affordable) {
        long inTime = Math.ceilDiv(backlog.parts(), partsPerWorker);
        long lateness = Math.clamp(backlog.oldest().toSeconds() / patience.toSeconds(), 1, MOST_LATENESS);
        return Math.clamp(Math.min(inTime * lateness, busy(backlog)), min, Math.clamp(affordable, min, max));
    }

    /// Processes that find a part: of each upload, only the window is in the queue. Where nothing is, something
    /// is about to be.
    private long busy(Backlog backlog) {
        return Math.max(1, Math.ceilDiv(backlog.queuedParts(), partsAtOnce));
    }
}
