package dev.carga.application.load;

import dev.carga.domain.Nullable;
import java.time.Duration;

/// Counts and times the loading of parts. Called from many threads concurrently; returns at once and never
/// throws.
public interface LoadingMeter {

    /// A worker starts to handle a part. Each call is followed by one call of [#end].
    void begin();

    /// The loader has settled a part. Called after its transaction is committed and before [#end].
    void settled(Steps steps);

    /// The worker has handled the part.
    ///
    /// @param outcome null if the part was requeued
    /// @param took    time since [#begin]
    void end(PartLoader.@Nullable Outcome outcome, Duration took);

    /// How long the steps of a load took that reached the table, whether or not the table accepted the rows.
    ///
    /// @param waited    from the last time the message was sent until the load began, by the store's clock
    /// @param parsed    decompressing and parsing the lines
    /// @param copied    writing the rows, including the handling of duplicates, and the outcome
    /// @param committed the commit
    record Steps(Duration waited, Duration parsed, Duration copied, Duration committed) {}

    /// A meter that does nothing.
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
