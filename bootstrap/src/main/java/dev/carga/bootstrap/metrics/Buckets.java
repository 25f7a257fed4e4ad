package dev.carga.bootstrap.metrics;

import java.time.Duration;

/// The bucket boundaries of the histograms. As few as are useful: each is a time series per process.
final class Buckets {

    /// One step of a part: a few milliseconds, unless it waits for a lock or a disk.
    static final Duration[] STEP = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000);

    /// A whole part, including waits for another holder of the part and for an unavailable database.
    static final Duration[] LOAD = millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 120_000);

    /// The time in the queue: almost none if workers keep up, hours if there are no workers.
    static final Duration[] WAIT =
            millis(10, 50, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000, 7_200_000);

    /// A file: from a few lines to many gigabytes.
    static final Duration[] RECEIVE = millis(50, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000);

    /// A request. One that sends a file takes as long as the file. Few, since each exists once per route.
    static final Duration[] REQUEST = millis(5, 25, 100, 500, 2_500, 10_000, 60_000, 600_000);

    private Buckets() {}

    private static Duration[] millis(long... millis) {
        Duration[] bounds = new Duration[millis.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Duration.ofMillis(millis[i]);
        }
        return bounds;
    }
}
