package dev.carga.adapters.amqp;

import dev.carga.domain.upload.PartRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often a subscription's handler refused each part, and how long the next refusal is to be held back.
/// Thread-safe.
final class RedeliveryBackoff {

    /// A refused message is held back for this long, twice as long each time: given back at once, it would be
    /// here again within a millisecond.
    private static final Duration FIRST_HOLD = Duration.ofSeconds(1);

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    /// The parts remembered at most; then all are forgotten, and holds begin short again.
    private static final int MOST = 10_000;

    private final Map<PartRef, Integer> refusals = new ConcurrentHashMap<>();

    /// Counts one more refusal.
    ///
    /// @return for how many milliseconds the message is to be held back
    long holdAfterAnother(PartRef part) {
        if (refusals.size() >= MOST) {
            refusals.clear();
        }
        int times = refusals.merge(part, 1, Integer::sum);
        return Math.min(FIRST_HOLD.toMillis() << Math.min(times - 1, 10), LONGEST_HOLD.toMillis());
    }

    void forget(PartRef part) {
        refusals.remove(part);
    }
}
