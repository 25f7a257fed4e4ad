package dev.carga.bootstrap.faults;

import dev.carga.domain.Nullable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// How long a request has been waiting for its next byte to move. Thread-safe.
final class Stall {

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

    /// Ends a request that has been waiting longer.
    ///
    /// @return whether there was one
    synchronized boolean cutIfLonger(Duration bound) throws IOException {
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
