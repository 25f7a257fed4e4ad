package dev.carga.application.scale;

/// How many worker processes the connections of the database suffice for.
///
/// @param limit     the connections that the database allows to all its users together
/// @param kept      those of them reserved for others than workers: web processes, monitoring, people
/// @param perWorker the connections that one worker process opens at most
public record ConnectionBudget(int limit, int kept, int perWorker) {

    /// Three web processes with 13 connections each, one of them only during a roll-out, and a few for
    /// monitoring and people.
    public static final int USUALLY_KEPT = 45;

    public ConnectionBudget {
        if (limit < 0 || kept < 0 || perWorker < 1) {
            throw new IllegalArgumentException("Invalid budget: " + limit + ", " + kept + ", " + perWorker);
        }
    }

    /// The worker processes that can open all their connections.
    public int workers() {
        return Math.max(0, limit - kept) / perWorker;
    }
}
