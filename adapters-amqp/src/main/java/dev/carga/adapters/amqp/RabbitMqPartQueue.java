package dev.carga.adapters.amqp;

import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The queue of parts on RabbitMQ, from 3.10 on: a durable quorum queue, confirmed messages, acknowledgements
/// after the work. Thread-safe.
///
/// * The broker is away: [#send] and [#waiting] throw
///   [dev.carga.application.InfrastructureException.Transient] within about the bound; subscriptions wait, with
///   growing pauses, and resume.
/// * The queue was deleted, or the broker comes back empty: the queue is declared again. The messages are
///   gone; the store knows their parts, which are sent again.
/// * The broker's disk is full: [#send] gives up after the bound; subscriptions go on.
/// * Wrong password or vhost, or a queue with other properties:
///   [dev.carga.application.InfrastructureException.Permanent], which says what to do; a subscription that once
///   began keeps trying.
/// * A message that cannot be read, or that came to nothing too often, goes to `<queue>.dead`, which
///   [#subscribeToAbandoned] reads: an ordinary queue without a delivery limit.
///
/// The delivery limit counts, before RabbitMQ 4.3, also what is answered [Disposition#REQUEUE], from then on only
/// rejections and deaths of the worker. A message that is lost on its way to the dead letters, which the
/// broker does not rule out, is one lost like any other: its part is still queued in the store, and is sent
/// again later. A message in hand for longer than the broker's `consumer_timeout` (30 minutes) is given to
/// somebody else.
///
/// A broker that is not RabbitMQ but speaks AMQP 0-9-1, such as the Apache Qpid of the tests, serves for a
/// trial if it passes over the arguments it does not know
/// (`queue.behaviourOnUnknownDeclareArgument=IGNORE`). There the queue is an ordinary durable one without a
/// delivery limit; a rejected message comes again at once instead of going to the dead-letter queue, which
/// only gets what is sent there by hand; [#waiting] counts those in hand too; a wrong password looks like a
/// connection that was cut, hence passing; and a subscriber is not told that its queue was deleted.
public final class RabbitMqPartQueue implements PartQueue, AutoCloseable {

    private final Broker broker;
    private final ConfirmedSender sender;
    private final Set<RabbitMqSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    /// Does not connect yet: a broker that is away is no reason not to start.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if the address makes no sense
    public RabbitMqPartQueue(RabbitMqSettings settings) {
        this.broker = new Broker(settings);
        this.sender = new ConfirmedSender(broker);
    }

    /// Looks at the broker as it is, whether Carga can use it or not. Makes no queue, and takes some
    /// seconds at most.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if the address makes no sense
    public static BrokerFacts examine(RabbitMqSettings settings) {
        return BrokerExamination.of(new Broker(settings));
    }

    @Override
    public void send(List<TracedPart> parts) {
        if (!parts.isEmpty()) {
            sender.send(parts);
        }
    }

    @Override
    public long waiting() {
        return sender.waiting();
    }

    /// @throws dev.carga.application.InfrastructureException.Permanent at the start only, if the broker answers
    /// and refuses; never because it is away
    @Override
    public Subscription subscribe(PartHandler handler, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("At least one at a time, not " + atOnce);
        }
        return subscribe(QueueKind.PARTS, handler, atOnce);
    }

    /// Reads `<queue>.dead`. What cannot be read there is logged and dropped.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent as [#subscribe] does
    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        return subscribe(QueueKind.ABANDONED, handler, 1);
    }

    private Subscription subscribe(QueueKind source, PartHandler handler, int atOnce) {
        RabbitMqSubscription subscription = RabbitMqSubscription.start(broker, source, handler, atOnce);
        subscriptions.add(subscription);
        return () -> {
            subscription.close();
            subscriptions.remove(subscription);
        };
    }

    /// Looks whether the broker answers, over the connection for sending.
    public Probe probe() {
        return () -> {
            long _ = sender.waiting();
            return new Condition.Up();
        };
    }

    /// Ends the subscriptions, waiting for what is in hand, and then the sending, which the handlers may need.
    @Override
    public void close() {
        subscriptions.forEach(RabbitMqSubscription::leave);
        subscriptions.forEach(RabbitMqSubscription::close);
        subscriptions.clear();
        sender.close();
    }
}
