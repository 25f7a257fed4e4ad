package dev.carga.application.load;

import dev.carga.application.InfrastructureException;
import dev.carga.application.Patience;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.PartQueue.Answer;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.PartRef;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a worker does with a message: loads its part, lets the upload's next part in, and only then answers.
///
/// The part's outcome is committed before the message is acknowledged. Killed before the commit, nothing happened
/// and the message comes again; killed after it, the part is found settled and the message has no effect. A store
/// that is away is waited for with the message in hand; it never counts as the part's fault. Safe to call from
/// several threads.
public final class LoadPart implements PartQueue.PartHandler {

    /// Doubling from the first to the longest, they come to some three seconds.
    private static final long FIRST_PAUSE_MS = 50;

    private static final long LONGEST_PAUSE_MS = 1_600;
    private static final Logger LOG = LoggerFactory.getLogger(LoadPart.class);

    private final PartLoader loader;
    private final PartParser parser;
    private final DispatchParts dispatchParts;
    private final Patience patience;
    private final BooleanSupplier leaving;

    /// @param leaving when true, a part that cannot be loaded now is given back instead of waited for
    public LoadPart(
            PartLoader loader,
            PartParser parser,
            DispatchParts dispatchParts,
            Patience patience,
            BooleanSupplier leaving) {
        this.loader = loader;
        this.parser = parser;
        this.dispatchParts = dispatchParts;
        this.patience = patience;
        this.leaving = leaving;
    }

    @Override
    public Answer handle(PartRef part) {
        long start = System.nanoTime();
        PartLoader.Outcome outcome;
        try {
            outcome = loadOrWaitForItsHolder(part);
        } catch (InfrastructureException e) {
            LOG.error("event=part_given_back part={} cause=\"{}\"", part, e.getMessage());
            return Answer.AGAIN;
        }
        log(part, outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        dispatchParts.dispatch(part.upload());
        return Answer.DONE;
    }

    /// Who holds the part is most often a worker that was killed, and whose transaction the database is about to
    /// end: a moment later the part is free. If it is still held after a few seconds, somebody alive is loading it,
    /// and the message has nothing to add; should that one fail, the part is found and sent again.
    private PartLoader.Outcome loadOrWaitForItsHolder(PartRef part) {
        PartLoader.Outcome outcome = load(part);
        for (long pause = FIRST_PAUSE_MS; pause <= LONGEST_PAUSE_MS && waitIfBusy(outcome, pause); pause *= 2) {
            outcome = load(part);
        }
        return outcome;
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

    private PartLoader.Outcome load(PartRef part) {
        return patience.call("load " + part, leaving, () -> loader.load(part, parser::parse));
    }

    private static void log(PartRef part, PartLoader.Outcome outcome, long millis) {
        switch (outcome) {
            case PartLoader.Outcome.Loaded(var counters) ->
                LOG.debug("event=part_loaded part={} ms={} counters={}", part, millis, counters);
            // The failure's message may hold a CPF: only its code is for the log.
            case PartLoader.Outcome.Failed(var failure) ->
                LOG.info(
                        "event=part_failed part={} ms={} code={}",
                        part,
                        millis,
                        failure.code().key());
            case PartLoader.Outcome.NotQueued(var state) ->
                LOG.info(
                        "event=part_not_queued part={} state={}",
                        part,
                        state.getClass().getSimpleName());
            case PartLoader.Outcome.Busy() -> LOG.info("event=part_busy part={}", part);
            case PartLoader.Outcome.Unknown() -> LOG.warn("event=part_unknown part={}", part);
        }
    }
}
