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

/// What a worker does with a message: loads its part, lets the upload's next part in, and only then answers.
///
/// The part's outcome is committed before the message is acknowledged. Killed before the commit, nothing
/// happened and the message comes again; killed after it, the part is found settled and the message has no
/// effect. A store that is away is waited for with the message in hand; it never counts as the part's fault.
///
/// **A part that ends its worker each time** would end them all for ever. So each attempt is counted before
/// it is made, and taken back when it comes to nothing for another reason. After [#SHARED_ATTEMPTS] that
/// were not taken back, a part is loaded with no other beside it in this process: whatever happens then is
/// its own doing, and those that were in the same worker by chance are cleared. After `mostAttempts` it is
/// given up.
///
/// Safe to call from several threads.
public final class LoadPart implements PartQueue.PartHandler {

    /// How many attempts are made unless settings say otherwise.
    public static final int DEFAULT_ATTEMPTS = 5;

    private static final int SHARED_ATTEMPTS = 2;

    /// With fewer, parts would be given up that only were beside another.
    public static final int FEWEST_ATTEMPTS = SHARED_ATTEMPTS + 1;

    /// Doubling from the first to the longest, they come to some three seconds.
    private static final long FIRST_PAUSE_MS = 50;

    private static final long LONGEST_PAUSE_MS = 1_600;
    private static final Logger LOG = LoggerFactory.getLogger(LoadPart.class);

    private final PartLoader loader;
    private final PartAttempts attempts;
    private final int mostAttempts;
    private final PartParser parser;
    private final DispatchParts dispatchParts;
    private final RetryPolicy retryPolicy;
    private final BooleanSupplier leaving;
    private final LoadingMeter meter;

    /// Held for reading by who loads a part beside others, for writing by who loads one alone.
    private final ReentrantReadWriteLock worker = new ReentrantReadWriteLock(true);

    /// What the loading of parts works on.
    ///
    /// @param mostAttempts after so many that ended the worker a part is given up; [#FEWEST_ATTEMPTS] or more
    public record Dependencies(PartLoader loader, PartAttempts attempts, int mostAttempts, PartParser parser) {}

    /// With nobody who measures.
    public LoadPart(Dependencies means, DispatchParts dispatchParts, RetryPolicy retryPolicy, BooleanSupplier leaving) {
        this(means, dispatchParts, retryPolicy, leaving, LoadingMeter.none());
    }

    /// @param leaving when true, a part that cannot be loaded now is given back instead of waited for
    public LoadPart(
            Dependencies means,
            DispatchParts dispatchParts,
            RetryPolicy retryPolicy,
            BooleanSupplier leaving,
            LoadingMeter meter) {
        this.loader = means.loader();
        this.attempts = means.attempts();
        this.mostAttempts = means.mostAttempts();
        this.parser = means.parser();
        this.dispatchParts = dispatchParts;
        this.retryPolicy = retryPolicy;
        this.leaving = leaving;
        this.meter = meter;
    }

    @Override
    public Disposition handle(TracedPart part) {
        long start = System.nanoTime();
        meter.begin();
        PartLoader.@Nullable Outcome outcome = null;
        try {
            outcome = new Handling(part).loadOrWaitForItsHolder();
        } catch (InfrastructureException e) {
            LOG.error("event=part_given_back {} cause={}", part.keys(), e.getMessage());
            return Disposition.REQUEUE;
        } finally {
            // Whatever else is thrown gives the part back, too.
            meter.end(outcome, Duration.ofNanos(System.nanoTime() - start));
        }
        log(part, outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        dispatchParts.dispatch(part.part().upload());
        return Disposition.ACK;
    }

    /// One message in hand. It counts as one attempt, however often the store has to be asked.
    private final class Handling {

        private final PartRef part;
        private final String keys;
        private int attempt;

        Handling(TracedPart traced) {
            this.part = traced.part();
            this.keys = traced.keys();
        }

        /// Who holds the part is most often a worker that was killed, and whose transaction the database is
        /// about to end: a moment later the part is free. If it is still held after a few seconds, somebody
        /// alive is loading it, and the message has nothing to add; should that one fail, the part is found
        /// and sent again.
        PartLoader.Outcome loadOrWaitForItsHolder() {
            PartLoader.Outcome outcome = load();
            for (long pause = FIRST_PAUSE_MS; pause <= LONGEST_PAUSE_MS && waitIfBusy(outcome, pause); pause *= 2) {
                outcome = load();
            }
            return outcome;
        }

        private PartLoader.Outcome load() {
            try {
                PartLoader.Outcome outcome = retryPolicy.call("step=load " + keys, leaving, this::loadOnce);
                if (outcome instanceof PartLoader.Outcome.Busy) {
                    takeBack();
                }
                return outcome;
            } catch (InfrastructureException e) {
                takeBackIfPossible();
                throw e;
            }
            // Anything else that is thrown stays counted: out of memory, or a fault of ours.
        }

        /// The lock is held for one call of the store and no longer: who waits for a store that is away must
        /// not keep others from their parts.
        private PartLoader.Outcome loadOnce() {
            if (attempt <= SHARED_ATTEMPTS) {
                worker.readLock().lock();
                try {
                    if (isHeld()) {
                        return new PartLoader.Outcome.Busy();
                    }
                    if (attempt <= SHARED_ATTEMPTS) {
                        return loader.load(part, parser::parse);
                    }
                    // Another part may end the worker while this one waits for its turn: that
                    // must not count.
                    takeBack();
                } finally {
                    worker.readLock().unlock();
                }
            }
            worker.writeLock().lock();
            try {
                if (isHeld()) {
                    return new PartLoader.Outcome.Busy();
                }
                if (attempt > mostAttempts) {
                    return giveUp();
                }
                return loader.load(part, parser::parse);
            } finally {
                worker.writeLock().unlock();
            }
        }

        /// Counts the attempt, unless somebody has the part in hand. Then it is not loaded either, should it
        /// be free a moment later: nobody loads what he has not counted.
        private boolean isHeld() {
            if (attempt == 0) {
                int counted = attempts.begin(part);
                if (counted == PartAttempts.HELD) {
                    return true;
                }
                attempt = counted;
                if (attempt > 1) {
                    LOG.warn("event=part_attempt {} attempt={} of={}", keys, attempt, mostAttempts);
                }
            }
            return false;
        }

        private void takeBack() {
            if (attempt > 0) {
                attempts.forgive(part);
                attempt = 0;
            }
        }

        /// If the store is away and this worker leaves, the attempt stays counted, one of several.
        private void takeBackIfPossible() {
            try {
                takeBack();
            } catch (InfrastructureException e) {
                LOG.warn("event=attempt_stays_counted {} cause={}", keys, e.getMessage());
            }
        }

        private PartLoader.Outcome giveUp() {
            PartFailure failure = PartFailure.givenUp(mostAttempts);
            return attempts.giveUp(part, failure)
                    ? new PartLoader.Outcome.Failed(failure)
                    : loader.load(part, parser::parse);
        }

        /// Whether it is worth another look, after the pause.
        private boolean waitIfBusy(PartLoader.Outcome outcome, long pause) {
            if (!(outcome instanceof PartLoader.Outcome.Busy) || leaving.getAsBoolean()) {
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
            // The failure's message may hold a CPF: only its code is for the log.
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
