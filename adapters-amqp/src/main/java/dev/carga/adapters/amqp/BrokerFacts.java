package dev.carga.adapters.amqp;

import dev.carga.domain.Nullable;

/// The state of a broker, for `carga doctor`, which judges it.
public sealed interface BrokerFacts {

    /// No connection was possible.
    ///
    /// @param reason includes what to do if that is known; contains no password
    record Unreachable(String reason) implements BrokerFacts {}

    /// A connection was opened.
    ///
    /// @param blocked why the broker accepts no messages from any client; null if it accepts them
    /// @param refused why the broker accepts no messages from this user; null if it accepts them
    /// @param parts the queue of parts
    /// @param dead its dead-letter queue
    record Reached(
            String product,
            String version,
            @Nullable String blocked,
            @Nullable String refused,
            Queue parts,
            Queue dead) implements BrokerFacts {}

    /// The state of one of Carga's queues.
    sealed interface Queue {

        /// The queue's name.
        String name();

        /// The queue exists as Carga declares it.
        record Fits(String name, long messages, long consumers) implements Queue {}

        /// The queue does not exist: the first process that needs it declares it.
        ///
        /// @param refused why this user may not declare it; null if no obstacle is known
        record Missing(String name, @Nullable String refused) implements Queue {}

        /// The queue exists, and Carga cannot use it.
        ///
        /// @param reason the broker's reply: the queue has other properties, or this user has no access
        record Unusable(String name, String reason) implements Queue {}
    }
}
