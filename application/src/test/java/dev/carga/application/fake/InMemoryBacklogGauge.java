package dev.carga.application.fake;

import dev.carga.application.dispatch.Backlog;
import dev.carga.application.dispatch.BacklogGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

record InMemoryBacklogGauge(InMemoryState state) implements BacklogGauge {

    @Override
    public Backlog check() {
        return state.call(() -> {
            List<MemoryPart> pending =
                    state.allParts().filter(MemoryPart::isPending).toList();
            long queued = pending.stream().filter(MemoryPart::isQueued).count();
            Instant now = Instant.now();
            Instant oldest = pending.stream()
                    .map(part -> part.waitingSince)
                    .min(Comparator.naturalOrder())
                    .orElse(now);
            return new Backlog(
                    pending.size() - queued,
                    queued,
                    pending.stream().mapToLong(part -> part.cut.rows()).sum(),
                    Duration.between(oldest, now));
        });
    }
}
