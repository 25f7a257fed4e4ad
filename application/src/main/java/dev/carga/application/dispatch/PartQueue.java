package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import java.time.Duration;
import java.util.List;

/// Tells workers that a part is ready. It may deliver a part more than once or late, or never if the broker
/// loses its data. The store, not the queue, decides what a worker does.
public interface PartQueue {

    /// Sends a message for each part, with its trace unchanged. When this returns, the queue has confirmed
    /// them all.
    ///
    /// @throws dev.carga.application.InfrastructureException if the queue does not confirm them; any number
    ///         of them may have been sent
    void send(List<TracedPart> parts);

    /// The number of messages that wait for a worker, without those already delivered to one.
    ///
    /// @throws dev.carga.application.InfrastructureException if the queue does not respond
    long waiting();

    /// Passes messages to the handler, at most `atOnce` at the same time, each in a separate thread, until the
    /// subscription is closed. Continues after a restart of the broker.
    Subscription subscribe(PartHandler handler, int atOnce);

    /// Passes dead letters to the handler, one at a time: messages that the queue no longer delivers to
    /// workers because too many deliveries failed. Their parts may still be loadable. Subscriptions in
    /// several processes share them. [Disposition#ACK] removes a dead letter for good; after
    /// [Disposition#REQUEUE] it is delivered again after a while, without limit.
    ///
    /// If the queue has no dead letters, the handler is never called. Continues after a restart of the broker.
    Subscription subscribeToAbandoned(PartHandler handler);

    /// Handles a message.
    @FunctionalInterface
    interface PartHandler {
        /// An exception counts as [Disposition#REQUEUE].
        Disposition handle(TracedPart part);
    }

    /// What the queue does with a message.
    enum Disposition {
        /// Removes the message: its work is done.
        ACK,
        /// Delivers the message again, to another handler or to the same one later.
        REQUEUE
    }

    /// A running handler.
    interface Subscription extends AutoCloseable {
        /// A part takes a second or two. One that takes this long waits for a database that does not respond.
        Duration CLOSES_WITHIN = Duration.ofSeconds(30);

        /// Accepts no more messages, waits until those in progress are handled and acknowledged, and returns
        /// unhandled ones to the queue. After [#CLOSES_WITHIN] it stops waiting: messages still in progress
        /// then are treated as if the worker had been killed.
        @Override
        void close();
    }
}
