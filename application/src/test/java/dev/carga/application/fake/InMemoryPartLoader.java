package dev.carga.application.fake;

import dev.carga.application.load.PartLoader;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.PartState.Event;
import java.util.List;
import java.util.Optional;

/// Holds the lock of a part while it reads it, and the lock of the state only before and after that.
record InMemoryPartLoader(InMemoryState state) implements PartLoader {

    @Override
    public Outcome load(PartRef ref, Reading reading) {
        Optional<MemoryPart> found = state.call(() -> state.part(ref));
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        MemoryPart part = found.get();
        if (!part.rowLock.tryLock()) {
            return new Outcome.Busy();
        }
        try {
            return loadLocked(part, reading);
        } finally {
            part.rowLock.unlock();
        }
    }

    private Outcome loadLocked(MemoryPart part, Reading reading) {
        synchronized (state) {
            if (part.upload.withdrawal != null) {
                part.move(new Event.Cancel());
            }
            if (!part.isQueued()) {
                return new Outcome.NotQueued(part.state);
            }
        }
        ParsedPart parsed;
        try {
            parsed = reading.read(part.cut.bytes(), part.cut.firstLine(), part.format, part.rules.linePolicies())
                    .withColumns(part.cut.columns());
        } catch (RuntimeException _) {
            synchronized (state) {
                return settle(part, new Event.Fail(PartFailure.unreadable()));
            }
        }
        synchronized (state) {
            Event event = part.rules.dryRun()
                    ? state.table.dryRun(part.upload.dryRunLines, parsed, part.policy)
                    : state.table.add(part.ref.upload(), parsed, part.policy);
            if (event instanceof Event.Load(var _, List<Long> leftOut)) {
                part.issues = parsed.issuesWithout(leftOut);
            }
            Outcome outcome = settle(part, event);
            part.upload.abortIfLimitExceeded();
            return outcome;
        }
    }

    private static Outcome settle(MemoryPart part, Event event) {
        part.move(event);
        return switch (part.state) {
            case PartState.Loaded(var counters, var _) ->
                part.rules.dryRun() ? new Outcome.Checked(counters) : new Outcome.Loaded(counters);
            case PartState.Failed(var failure) -> new Outcome.Failed(failure);
            default -> throw new IllegalStateException("A locked part ended as " + part.state);
        };
    }
}
