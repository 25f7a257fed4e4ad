package dev.carga.adapters.amqp;

import dev.carga.domain.Nullable;

/// What was found out about a broker: as it is, without a judgement.
public sealed interface BrokerFacts {

    /// Nobody got in.
    ///
    /// @param reason says what to do where that is known; holds no password
    record Unreachable(String reason) implements BrokerFacts {}

    /// Somebody got in and looked around.
    ///
    /// @param blocked why the broker takes no messages from anybody; null if it does
    /// @param refused why it takes none from this user; null if it does
    record Reached(
            String product,
            String version,
            @Nullable String blocked,
            @Nullable String refused,
            Queue parts,
            Queue dead) implements BrokerFacts {}

    /// A queue of Carga's.
    sealed interface Queue {

        /// The name that all of them have.
        String name();

        /// It is there, as Carga makes it.
        record Fits(String name, long messages, long consumers) implements Queue {}

        /// It is not there: whoever needs it first makes it.
        ///
        /// @param refused why this user may not; null if nothing is known against it
        record Missing(String name, @Nullable String refused) implements Queue {}

        /// It is there, and is no use.
        ///
        /// @param reason as the broker says it: it was made with other properties, or is not for this user
        record Unusable(String name, String reason) implements Queue {}
    }
}
