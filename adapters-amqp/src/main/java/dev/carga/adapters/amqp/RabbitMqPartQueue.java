package dev.carga.adapters.amqp;

import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.health.Condition;
import dev.carga.application.health.Probe;
import dev.carga.application.trace.TracedPart;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The queue of parts on RabbitMQ 3.10 or later: a durable quorum queue, publisher confirms, and
/// acknowledgements after the part is done. Thread-safe.
///
/// * The broker is unavailable: [#send] and [#waiting] throw
///   [dev.carga.application.InfrastructureException.Transient] within about the timeout; subscriptions
///   reconnect, with growing pauses, and resume.
/// * The queue was deleted, or the broker comes back empty: the queue is declared again. The messages are
///   gone; the database has their parts, which are sent again.
/// * The broker's disk is full: [#send] fails after the timeout; subscriptions continue.
/// * The password or the vhost is wrong, or the queue has other properties: both throw
///   [dev.carga.application.InfrastructureException.Permanent], whose message says what to do; a subscription
///   that has started keeps trying.
/// * A message is unreadable, or reaches the delivery limit: it goes to `<queue>.dead`, which
///   [#subscribeToAbandoned] consumes: a classic queue without a delivery limit.
///
/// Before RabbitMQ 4.3 the delivery limit also counts [Disposition#REQUEUE]; since then it counts only
/// rejections and workers that died. The broker may lose a message on its way to the dead-letter queue; as
/// after any lost message, its part is still queued in the database and is sent again later. A message that
/// is unacknowledged for longer than the broker's `consumer_timeout` (30 minutes) is delivered to another
/// worker.
///
/// Another broker that speaks AMQP 0-9-1, such as the tests' Apache Qpid, is enough for a trial if it ignores
/// unknown arguments (`queue.behaviourOnUnknownDeclareArgument=IGNORE`). There the queue is a plain durable
/// queue without a delivery limit. A rejected message is delivered again immediately, and the dead-letter
/// queue gets only messages that are sent to it directly. [#waiting] also counts unacknowledged messages, a
/// wrong password looks like a broken connection, hence transient, and a subscriber does not notice that its
/// queue was deleted.
public final class RabbitMqPartQueue implements PartQueue, AutoCloseable {

    private final Broker broker;
    private final ConfirmedSender sender;
    private final Set<RabbitMqSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    /// Does not connect yet: a process starts even while the broker is unavailable.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if the address is malformed
    public RabbitMqPartQueue(RabbitMqSettings settings) {
        this.broker = new Broker(settings);
        this.sender = new ConfirmedSender(broker);
    }

    /// Checks whether Carga can use the broker. Declares no queue, and takes a few seconds at most.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if the address is malformed
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

    /// @throws dev.carga.application.InfrastructureException.Permanent if the broker refuses the login or the
    ///         queue; not if it is unavailable, and never after this method has returned
    @Override
    public Subscription subscribe(PartHandler handler, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("The concurrency must be 1 or more, not " + atOnce);
        }
        return subscribe(QueueKind.PARTS, handler, atOnce);
    }

    /// Consumes `<queue>.dead`. An unreadable message there is logged and dropped.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent as [#subscribe] does
    @Override
    public Subscription subscribeToAbandoned(PartHandler handler) {
        return subscribe(QueueKind.ABANDONED, handler, 1);
    }

    private Subscription subscribe(QueueKind kind, PartHandler handler, int atOnce) {
        RabbitMqSubscription subscription = RabbitMqSubscription.start(broker, kind, handler, atOnce);
        subscriptions.add(subscription);
        return () -> {
            subscription.close();
            subscriptions.remove(subscription);
        };
    }

    /// Checks on the sending connection whether the broker responds.
    public Probe probe() {
        return () -> {
            long _ = sender.waiting();
            return new Condition.Up();
        };
    }

    /// Closes the subscriptions, waits for parts in progress, and then closes the sender, which handlers may
    /// need.
    @Override
    public void close() {
        subscriptions.forEach(RabbitMqSubscription::requestClose);
        subscriptions.forEach(RabbitMqSubscription::close);
        subscriptions.clear();
        sender.close();
    }
}
