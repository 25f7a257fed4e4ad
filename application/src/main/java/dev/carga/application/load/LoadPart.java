package dev.carga.application.load;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Disposition;
import dev.carga.application.trace.TracedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles a message in a worker: loads its part, dispatches the next parts of the upload, then acknowledges
/// the message.
///
/// The outcome is committed before the message is acknowledged. If the worker is killed before the commit,
/// nothing happened and the message is delivered again; if it is killed after it, the next delivery finds the
/// part settled and has no effect. While the store is unavailable, the worker waits and keeps the message;
/// that never counts as a failure of the part.
///
/// **A part that kills its worker each time** would kill all workers for ever. So each attempt is counted
/// before it is made, and uncounted if it fails for another reason. After [#SHARED_ATTEMPTS] counted
/// attempts, a part is loaded while this process loads no other part: if the worker dies then, that part is
/// the cause, and parts that only happened to be in the same worker are not blamed. After `maxAttempts`, the
/// part is failed.
///
/// Thread-safe.
public final class LoadPart implements PartQueue.PartHandler {

    /// The default number of attempts.
    public static final int DEFAULT_ATTEMPTS = 5;

    private static final int SHARED_ATTEMPTS = 2;

    /// With fewer attempts, a part could fail only because another part in the same process killed the worker.
    public static final int FEWEST_ATTEMPTS = SHARED_ATTEMPTS + 1;

    /// Pauses double from the first to the longest; together they take about three seconds.
    private static final long FIRST_PAUSE_MS = 50;

    private static final long LONGEST_PAUSE_MS = 1_600;
    private static final Logger LOG = LoggerFactory.getLogger(LoadPart.class);

    private final PartLoader loader;
    private final PartAttempts attempts;
    private final int maxAttempts;
    private final PartParser parser;
    private final DispatchParts dispatchParts;
    private final RetryPolicy retryPolicy;
    private final BooleanSupplier stopping;
    private final LoadingMeter meter;

    /// The read lock is for loading a part beside others, the write lock for loading one alone.
    private final ReentrantReadWriteLock exclusion = new ReentrantReadWriteLock(true);

    /// What loading a part needs.
    ///
    /// @param maxAttempts after so many counted attempts a part is failed; at least [#FEWEST_ATTEMPTS]
    public record Dependencies(PartLoader loader, PartAttempts attempts, int maxAttempts, PartParser parser) {}

    /// Without a meter.
    public LoadPart(
            Dependencies dependencies, DispatchParts dispatchParts, RetryPolicy retryPolicy, BooleanSupplier stopping) {
        this(dependencies, dispatchParts, retryPolicy, stopping, LoadingMeter.none());
    }

    /// @param stopping when true, a part that cannot be loaded now is requeued at once
    public LoadPart(
            Dependencies dependencies,
            DispatchParts dispatchParts,
            RetryPolicy retryPolicy,
            BooleanSupplier stopping,
            LoadingMeter meter) {
        this.loader = dependencies.loader();
        this.attempts = dependencies.attempts();
        this.maxAttempts = dependencies.maxAttempts();
        this.parser = dependencies.parser();
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.stopping = stopping;
        this.meter = meter;
    }

    @Override
    public Disposition handle(TracedPart part) {
        long start = System.nanoTime();
        meter.begin();
        PartLoader.@Nullable Outcome outcome = null;
        try {
            outcome = new Delivery(part).loadOrWaitForHolder();
        } catch (InfrastructureException e) {
            LOG.error("event=part_given_back {} cause={}", part.keys(), e.getMessage());
            return Disposition.REQUEUE;
        } finally {
            // Any other exception requeues the part, too.
            meter.end(outcome, Duration.ofNanos(System.nanoTime() - start));
        }
        log(part, outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        dispatchParts.dispatch(part.part().upload());
        return Disposition.ACK;
    }

    /// One delivered message. It counts as one attempt, however often the call of the store is repeated.
    private final class Delivery {

        private final PartRef part;
        private final String keys;
        private int attempt;

        Delivery(TracedPart traced) {
            this.part = traced.part();
            this.keys = traced.keys();
        }

        /// If another worker holds the part, that worker was usually killed, and the database is about to end
        /// its transaction: a moment later the part is free. If the part is still held after a few seconds, a
        /// live worker is loading it, and this message is superfluous. Should that worker fail, the part is
        /// found and sent again.
        PartLoader.Outcome loadOrWaitForHolder() {
            PartLoader.Outcome outcome = load();
            for (long pause = FIRST_PAUSE_MS; pause <= LONGEST_PAUSE_MS && waitIfBusy(outcome, pause); pause *= 2) {
                outcome = load();
            }
            return outcome;
        }

        private PartLoader.Outcome load() {
            try {
                PartLoader.Outcome outcome = retryPolicy.call("step=load " + keys, stopping, this::loadOnce);
                if (outcome instanceof PartLoader.Outcome.Busy) {
                    uncount();
                }
                return outcome;
            } catch (InfrastructureException e) {
                uncountIfPossible();
                throw e;
            }
            // After any other exception, such as out of memory or a bug, the attempt stays counted.
        }

        /// Holds the lock for a single call of the store: waiting for an unavailable store must not block other
        /// parts.
        private PartLoader.Outcome loadOnce() {
            if (attempt <= SHARED_ATTEMPTS) {
                exclusion.readLock().lock();
                try {
                    if (isHeld()) {
                        return new PartLoader.Outcome.Busy();
                    }
                    if (attempt <= SHARED_ATTEMPTS) {
                        return loader.load(part, parser::parse);
                    }
                    // Another part may kill the worker while this one waits for the write lock: that must not
                    // count as an attempt.
                    uncount();
                } finally {
                    exclusion.readLock().unlock();
                }
            }
            exclusion.writeLock().lock();
            try {
                if (isHeld()) {
                    return new PartLoader.Outcome.Busy();
                }
                if (attempt > maxAttempts) {
                    return giveUp();
                }
                return loader.load(part, parser::parse);
            } finally {
                exclusion.writeLock().unlock();
            }
        }

        /// Counts the attempt, unless another worker holds the part. In that case the part is not loaded even
        /// if it is free a moment later: no attempt is made without being counted.
        private boolean isHeld() {
            if (attempt == 0) {
                int counted = attempts.begin(part);
                if (counted == PartAttempts.HELD) {
                    return true;
                }
                attempt = counted;
                if (attempt > 1) {
                    LOG.warn("event=part_attempt {} attempt={} of={}", keys, attempt, maxAttempts);
                }
            }
            return false;
        }

        private void uncount() {
            if (attempt > 0) {
                attempts.forgive(part);
                attempt = 0;
            }
        }

        /// If the store is unavailable and this worker stops, the attempt stays counted, one of several.
        private void uncountIfPossible() {
            try {
                uncount();
            } catch (InfrastructureException e) {
                LOG.warn("event=attempt_stays_counted {} cause={}", keys, e.getMessage());
            }
        }

        private PartLoader.Outcome giveUp() {
            PartFailure failure = PartFailure.givenUp(maxAttempts);
            return attempts.giveUp(part, failure)
                    ? new PartLoader.Outcome.Failed(failure)
                    : loader.load(part, parser::parse);
        }

        /// Pauses if another worker holds the part.
        ///
        /// @return whether to try again
        private boolean waitIfBusy(PartLoader.Outcome outcome, long pause) {
            if (!(outcome instanceof PartLoader.Outcome.Busy) || stopping.getAsBoolean()) {
                return false;
            }
            try {
                Thread.sleep(pause);
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static void log(TracedPart part, PartLoader.Outcome outcome, long millis) {
        switch (outcome) {
            case PartLoader.Outcome.Loaded(var counters) ->
                LOG.debug("event=part_loaded {} ms={} counters={}", part.keys(), millis, counters);
            case PartLoader.Outcome.Checked(var counters) ->
                LOG.debug("event=part_checked {} ms={} counters={}", part.keys(), millis, counters);
            // The message of the failure may hold a CPF, so only its code is logged.
            case PartLoader.Outcome.Failed(var failure) ->
                LOG.info(
                        "event=part_failed {} ms={} code={}",
                        part.keys(),
                        millis,
                        failure.code().key());
            case PartLoader.Outcome.NotQueued(var state) ->
                LOG.info(
                        "event=part_not_queued {} state={}",
                        part.keys(),
                        state.getClass().getSimpleName());
            case PartLoader.Outcome.Busy() -> LOG.info("event=part_busy {}", part.keys());
            case PartLoader.Outcome.Unknown() -> LOG.warn("event=part_unknown {}", part.keys());
        }
    }
}
