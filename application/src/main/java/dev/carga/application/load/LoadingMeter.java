package dev.carga.application.load;

import dev.carga.domain.Nullable;
import java.time.Duration;

/// Is told what is loaded, part by part, to be counted and timed. Called from many threads at once; returns at once
/// and never throws.
public interface LoadingMeter {

    /// A worker has a part in hand. Each beginning has one end.
    void begin();

    /// The loader has settled a part. Told once its transaction has taken effect, before the end.
    void settled(Steps steps);

    /// The part is no longer in hand.
    ///
    /// @param outcome what became of it; null if it was given back
    /// @param took    since the beginning
    void end(PartLoader.@Nullable Outcome outcome, Duration took);

    /// How long the steps of a part took whose rows were brought to the table, whether or not it took them.
    ///
    /// @param waited    from when its message was sent last until its loading began, on the store's clock
    /// @param parsed    unpacking and reading its bytes
    /// @param copied    bringing the rows to the table, duplicates settled, and writing the outcome
    /// @param committed until rows and outcome were durable
    record Steps(Duration waited, Duration parsed, Duration copied, Duration committed) {}

    /// One that nobody reads.
    static LoadingMeter none() {
        return new LoadingMeter() {
            @Override
            public void begin() {}

            @Override
            public void settled(Steps steps) {}

            @Override
            public void end(PartLoader.@Nullable Outcome outcome, Duration took) {}
        };
    }
}
