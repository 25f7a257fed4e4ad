package dev.carga.application.fake;

import dev.carga.application.control.UploadControl;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.PartState.Event;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.time.Instant;
import java.util.List;

record InMemoryUploadControl(InMemoryState state) implements UploadControl {

    @Override
    public ControlResult withdraw(UploadId id, Withdrawal withdrawal) {
        return state.call(() -> state.find(id)
                .<ControlResult>map(upload -> new ControlResult.Done(withdraw(upload, withdrawal)))
                .orElseGet(ControlResult.Unknown::new));
    }

    private static int withdraw(MemoryUpload upload, Withdrawal withdrawal) {
        boolean changes = withdrawal == Withdrawal.UNDONE
                ? upload.withdrawal != Withdrawal.UNDONE
                : upload.withdrawal == null
                        && (upload.state == ReceptionState.RECEIVING
                                || upload.summary().parts().pending() > 0);
        if (changes) {
            upload.withdraw(withdrawal);
        }
        return upload.withdrawal == null ? 0 : upload.moveFree(new Event.Cancel());
    }

    @Override
    public ControlResult retry(UploadId id, @Nullable DuplicatePolicy policy) {
        return state.call(
                () -> state.find(id).map(upload -> retry(upload, policy)).orElseGet(ControlResult.Unknown::new));
    }

    private static ControlResult retry(MemoryUpload upload, @Nullable DuplicatePolicy policy) {
        if (upload.withdrawal != null) {
            return new ControlResult.Conflict(Refusal.RETRY_OF_WITHDRAWN);
        }
        int retried = 0;
        for (MemoryPart part : upload.parts()) {
            if (part.move(new Event.Retry())) {
                part.attempts = 0;
                part.waitingSince = Instant.now();
                part.retriedUnder = policy == null ? part.retriedUnder : policy;
                part.policy = policy == null ? part.policy : policy;
                retried++;
            }
        }
        return new ControlResult.Done(retried);
    }

    @Override
    public List<UploadId> unfinished(int limit) {
        return state.call(() -> state.uploads().stream()
                .filter(MemoryUpload::isBeingWithdrawn)
                .map(upload -> upload.id)
                .limit(limit)
                .toList());
    }

    @Override
    public WithdrawalProgress finish(UploadId id) {
        return state.call(() -> state.find(id)
                .filter(MemoryUpload::isBeingWithdrawn)
                .map(this::finish)
                .orElse(WithdrawalProgress.FINISHED));
    }

    private WithdrawalProgress finish(MemoryUpload upload) {
        upload.moveFree(new Event.Cancel());
        if (upload.summary().parts().pending() > 0) {
            return WithdrawalProgress.BLOCKED;
        }
        if (upload.withdrawal == Withdrawal.UNDONE) {
            if (upload.parts().stream().anyMatch(part -> part.state instanceof PartState.Loaded)) {
                upload.removal = state.table.undo(upload.id, this::isUndone);
            }
            upload.moveFree(new Event.Undo());
        }
        upload.withdrawalEnded = Instant.now();
        return WithdrawalProgress.FINISHED;
    }

    private boolean isUndone(UploadId id) {
        return state.find(id)
                .filter(upload -> upload.withdrawal == Withdrawal.UNDONE)
                .isPresent();
    }
}
