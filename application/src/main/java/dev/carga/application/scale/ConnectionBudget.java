package dev.carga.application.scale;

/// What the database's connections are enough for.
///
/// @param limit     how many it gives to all of its users together
/// @param kept      how many of them are not for workers: web processes, and whoever else looks in
/// @param perWorker how many one worker process takes at most
public record ConnectionBudget(int limit, int kept, int perWorker) {

    /// Three web processes of 13, one of them for the moment of a roll-out, and a few for whoever looks in.
    public static final int USUALLY_KEPT = 45;

    public ConnectionBudget {
        if (limit < 0 || kept < 0 || perWorker < 1) {
            throw new IllegalArgumentException("No budget: " + limit + ", " + kept + ", " + perWorker);
        }
    }

    /// Worker processes that can have all the connections they may ask for.
    public int workers() {
        return Math.max(0, limit - kept) / perWorker;
    }
}
