package dev.carga.bootstrap.faults;

import dev.carga.domain.Nullable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// Measures how long a request waits for its next byte. Thread-safe.
final class StallTimer {

    private @Nullable Closeable connection;
    private long since = System.nanoTime();
    private long longest;

    synchronized void begin(Closeable opened) {
        connection = opened;
        since = System.nanoTime();
    }

    synchronized void moved() {
        long now = System.nanoTime();
        longest = Math.max(longest, now - since);
        since = now;
    }

    synchronized void end() {
        moved();
        connection = null;
    }

    /// Closes the connection of a request that has waited longer.
    ///
    /// @return whether there was such a request
    synchronized boolean closeIfLonger(Duration bound) throws IOException {
        Closeable waiting = connection;
        if (waiting == null || System.nanoTime() - since < bound.toNanos()) {
            return false;
        }
        end();
        waiting.close();
        return true;
    }

    synchronized Duration longest() {
        return Duration.ofNanos(longest);
    }
}
