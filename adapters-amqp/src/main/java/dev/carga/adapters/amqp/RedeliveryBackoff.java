package dev.carga.adapters.amqp;

import dev.carga.domain.upload.PartRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts how often a subscription requeued each part, and computes how long to hold the message back before
/// it is requeued again. Thread-safe.
final class RedeliveryBackoff {

    /// Doubles with each requeue of the part. A message that is requeued immediately is delivered again
    /// within a millisecond.
    private static final Duration INITIAL_HOLD = Duration.ofSeconds(1);

    private static final Duration MAX_HOLD = Duration.ofSeconds(30);

    /// At this number of parts all counts are reset, so the memory is bounded.
    private static final int MAX_PARTS = 10_000;

    private final Map<PartRef, Integer> requeues = new ConcurrentHashMap<>();

    /// Counts a requeue of the part.
    ///
    /// @return how long to hold the message back, in milliseconds
    long nextHoldMillis(PartRef part) {
        if (requeues.size() >= MAX_PARTS) {
            requeues.clear();
        }
        int times = requeues.merge(part, 1, Integer::sum);
        return Math.min(INITIAL_HOLD.toMillis() << Math.min(times - 1, 10), MAX_HOLD.toMillis());
    }

    /// Resets the part's count.
    void forget(PartRef part) {
        requeues.remove(part);
    }
}
