package dev.carga.application.receive;

import java.time.Duration;

/// Counts and times the receiving of files. It gets neither the sender nor the content of a file. Called from
/// many threads at once; the calls return at once and never throw.
public interface ReceivingMeter {

    /// The receiving of a file begins. Each [#begin] is followed by one [#end].
    void begin();

    /// So many more bytes of a file were read.
    void read(int bytes);

    /// Parts of a file were stored.
    ///
    /// @param took how long the store took, including retries
    void stored(Duration took);

    /// The receiving of a file ended.
    ///
    /// @param took since [#begin]
    void end(End end, Duration took);

    /// How the receiving of a file ends.
    enum End {
        /// All of the file is durable.
        RECEIVED,
        /// The bytes that came are durable, and another request is to bring the rest.
        PAUSED,
        /// Nothing of the file was kept.
        REFUSED,
        /// The body broke off, the upload was ended in the meantime, or the store stayed away.
        INTERRUPTED
    }

    /// A meter that drops everything.
    static ReceivingMeter none() {
        return new ReceivingMeter() {
            @Override
            public void begin() {}

            @Override
            public void read(int bytes) {}

            @Override
            public void stored(Duration took) {}

            @Override
            public void end(End end, Duration took) {}
        };
    }
}
