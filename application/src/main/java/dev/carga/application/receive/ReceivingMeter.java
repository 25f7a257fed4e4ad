package dev.carga.application.receive;

import java.time.Duration;

/// Is told what is received, as it happens, to be counted and timed. It learns neither whose file it is nor
/// what is in it. Called from many threads at once; returns at once and never throws.
public interface ReceivingMeter {

    /// A file begins to come. Each beginning has one end.
    void begin();

    /// So many more bytes of it have come.
    void read(int bytes);

    /// A part of it is durable.
    ///
    /// @param took what the store took for it, waiting for one that was away included
    void stored(Duration took);

    /// Nothing more of it comes.
    ///
    /// @param took since the beginning
    void end(End end, Duration took);

    /// How the receiving of a file ends.
    enum End {
        /// All of it is durable.
        RECEIVED,
        /// What came is durable, and the rest is to come by another request.
        PAUSED,
        /// Nothing of it was kept.
        REFUSED,
        /// It broke off, its upload was ended meanwhile, or the store stayed away.
        INTERRUPTED
    }

    /// One that nobody reads.
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
