package dev.carga.application.dispatch;

import dev.carga.application.trace.TracedPart;
import java.time.Duration;
import java.util.List;

/// Tells workers that a part is ready. It may deliver a part more than once, late, or, if it is lost itself,
/// never: the store knows better in each case.
public interface PartQueue {

    /// Sends a message for each part, which arrives with its trace as it is; when this returns, the queue
    /// answers for them.
    ///
    /// @throws dev.carga.application.InfrastructureException if the queue does not; any number may have been sent
    void send(List<TracedPart> parts);

    /// How many messages wait for a worker, those in a worker's hand aside.
    ///
    /// @throws dev.carga.application.InfrastructureException if the queue does not answer
    long waiting();

    /// Hands messages to the handler, at most `atOnce` at a time, each on a thread of its own, until the
    /// subscription is closed. Outlives a restart of the broker.
    Subscription subscribe(PartHandler handler, int atOnce);

    /// Hands over, one at a time, the messages that the queue has given up on because they came to nothing too
    /// often: their parts may well be fit to be loaded, and no worker hears of them any more. Readers in several
    /// processes share them. What is answered [Disposition#ACK] is gone for good; what is answered
    /// [Disposition#REQUEUE] is never given up on, and comes again after a while.
    ///
    /// A queue that gives up on no message has none to hand over: the handler is never called. Outlives a restart
    /// of the broker.
    Subscription subscribeToAbandoned(PartHandler handler);

    /// Takes a message.
    @FunctionalInterface
    interface PartHandler {
        /// What throws counts as [Disposition#REQUEUE].
        Disposition handle(TracedPart part);
    }

    /// What becomes of a message.
    enum Disposition {
        /// The message has done its work; it never comes again.
        ACK,
        /// Somebody else shall have it, or the same handler later.
        REQUEUE
    }

    /// A handler at work.
    interface Subscription extends AutoCloseable {
        /// A part takes a second or two. One that takes this long is held up by a database that does not
        /// answer.
        Duration CLOSES_WITHIN = Duration.ofSeconds(30);

        /// Takes no more messages and waits until those in hand are handled and answered; what waits
        /// unhandled goes back. After [#CLOSES_WITHIN] it waits no longer: what is in hand then is as if
        /// its worker had been killed.
        @Override
        void close();
    }
}
