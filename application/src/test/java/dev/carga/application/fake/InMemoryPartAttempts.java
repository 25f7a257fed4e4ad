package dev.carga.application.fake;

import dev.carga.application.load.PartAttempts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState.Event;

record InMemoryPartAttempts(InMemoryState state) implements PartAttempts {

    @Override
    public int begin(PartRef ref) {
        return state.call(() -> state.free(ref)
                .map(part -> ++part.attempts)
                .orElseGet(() -> state.part(ref).filter(MemoryPart::isQueued).isPresent() ? HELD : 0));
    }

    @Override
    public void forgive(PartRef ref) {
        state.run(() -> state.free(ref).ifPresent(part -> part.attempts = Math.max(0, part.attempts - 1)));
    }

    @Override
    public boolean giveUp(PartRef ref, PartFailure failure) {
        return state.call(() -> state.free(ref)
                .filter(part -> part.move(new Event.Fail(failure)))
                .isPresent());
    }
}
