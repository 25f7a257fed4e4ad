package dev.carga.application.control;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.finish;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.control.UploadControl.Refusal;
import dev.carga.application.control.UploadControl.WithdrawalProgress;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.report.UploadView;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [UploadControl] does, one request at a time.
public interface UploadControlContract {

    String A = "041.091.641-25";
    String B = "732.112.549-90";
    String C = "000.000.001-91";

    Stores stores();

    private UploadView summary(UploadId upload) {
        return stores().queries().summary(upload).orElseThrow();
    }

    private List<String> cpfs() {
        return stores().rows().stream().map(row -> row.cpf().text()).sorted().toList();
    }

    private Outcome load(UploadId upload, int part) {
        return stores().loader().load(new PartRef(upload, part), READING);
    }

    private UploadId loaded(DuplicatePolicy policy, String... lines) {
        UploadId upload = stores().queued(policy, part(1, 1, lines));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        load(upload, 1);
        return upload;
    }

    /// An upload whose first part is loaded, the second failed, the third queued and the fourth received.
    private UploadId mixed() {
        UploadId upload =
                stores().upload(part(1, 1, line(A)), part(2, 2, line(A)), part(3, 3, line(B)), part(4, 4, line(C)));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        stores().backlog().queueNext(upload, 3);
        load(upload, 1);
        load(upload, 2);
        return upload;
    }

    @ParameterizedTest
    @EnumSource
    default void unknownUploadCannotBeWithdrawn(Withdrawal withdrawal) {
        assertThat(stores().control().withdraw(UploadId.random(), withdrawal)).isEqualTo(new ControlResult.Unknown());
        assertThat(stores().control().finish(UploadId.random())).isEqualTo(WithdrawalProgress.FINISHED);
    }

    @Test
    default void unknownUploadCannotBeRetried() {
        assertThat(stores().control().retry(UploadId.random(), null)).isEqualTo(new ControlResult.Unknown());
    }

    @Test
    default void cancelLeavesLoadedAndFailedPartsUnchanged() {
        UploadId upload = mixed();
        PartState failed = stores().stateOf(new PartRef(upload, 2));

        assertThat(stores().control().withdraw(upload, Withdrawal.CANCELLED)).isEqualTo(new ControlResult.Done(2));

        assertThat(summary(upload).parts()).isEqualTo(new PartCounts(0, 0, 1, 1, 2, 0));
        assertThat(summary(upload).state()).isEqualTo(UploadState.CANCELLED);
        assertThat(stores().stateOf(new PartRef(upload, 2))).isEqualTo(failed);
        assertThat(load(upload, 3)).isEqualTo(new Outcome.NotQueued(new PartState.Cancelled()));
        assertThat(stores().backlog().queueNext(upload, 8)).isEmpty();
        assertThat(cpfs()).containsExactly(A);
    }

    @Test
    default void cancelIsIdempotent() {
        UploadId upload = mixed();
        stores().control().withdraw(upload, Withdrawal.CANCELLED);
        UploadView once = summary(upload);
        assertThat(stores().control().withdraw(upload, Withdrawal.CANCELLED)).isEqualTo(new ControlResult.Done(0));
        assertThat(summary(upload))
                .usingRecursiveComparison()
                .ignoringFields("times.seen")
                .isEqualTo(once);
    }

    @Test
    default void cancelledUploadAcceptsNoMoreParts() {
        UploadId upload = stores().upload(part(1, 1, line(A)));
        stores().control().withdraw(upload, Withdrawal.CANCELLED);
        assertThat(stores().uploads().add(upload, part(2, 2, line(B)))).isFalse();
        assertThat(stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null))
                .isEqualTo(ReceptionState.INTERRUPTED);
        assertThat(summary(upload).state()).isEqualTo(UploadState.CANCELLED);
    }

    @Test
    default void settledUploadIsNotCancelled() {
        UploadId upload = loaded(DuplicatePolicy.FAIL, line(A));
        assertThat(stores().control().withdraw(upload, Withdrawal.CANCELLED)).isEqualTo(new ControlResult.Done(0));
        assertThat(summary(upload).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(summary(upload).withdrawal()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    default void withdrawalDoesNotWaitForPartBeingLoaded(Withdrawal withdrawal) {
        UploadId upload = stores().queued(part(1, 1, line(A)), part(2, 2, line(B)));
        stores().loader().load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
            ControlResult reply =
                    Stores.onAnotherThread(() -> stores().control().withdraw(upload, withdrawal));
            assertThat(reply).isEqualTo(new ControlResult.Done(1));
            assertThat(Stores.onAnotherThread(() -> stores().control().finish(upload)))
                    .isEqualTo(WithdrawalProgress.BLOCKED);
            return READING.read(bytes, firstLine, format, policies);
        });

        assertThat(cpfs()).containsExactly(A);
        assertThat(stores().control().unfinished(10)).containsExactly(upload);
        finish(stores().control(), upload);
        assertThat(stores().control().unfinished(10)).isEmpty();
        assertThat(cpfs()).hasSize(withdrawal == Withdrawal.CANCELLED ? 1 : 0);
    }

    @Test
    default void undoRemovesExactlyTheRowsThatTheUploadAdded() {
        loaded(DuplicatePolicy.FAIL, line(A));
        UploadId upload = loaded(DuplicatePolicy.FAIL, line(B), line(C));

        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);

        assertThat(cpfs()).containsExactly(A);
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal(2, 0, 0));
        assertThat(summary(upload).state()).isEqualTo(UploadState.UNDONE);
        assertThat(stores().stateOf(new PartRef(upload, 1))).isEqualTo(new PartState.Undone());
    }

    @Test
    default void undoIsIdempotent() {
        UploadId upload = loaded(DuplicatePolicy.FAIL, line(A));
        for (int i = 0; i < 2; i++) {
            assertThat(stores().control().withdraw(upload, Withdrawal.UNDONE)).isEqualTo(new ControlResult.Done(0));
            finish(stores().control(), upload);
        }
        assertThat(summary(upload).removal()).isEqualTo(new UploadView.Removal(1, 0, 0));
        assertThat(cpfs()).isEmpty();
    }

    @Test
    default void undoKeepsAndCountsRowsUpdatedByLaterUpload() {
        UploadId first = loaded(DuplicatePolicy.FAIL, line(A), line(B));
        loaded(DuplicatePolicy.UPDATE, line(C), line(B));

        stores().control().withdraw(first, Withdrawal.UNDONE);
        finish(stores().control(), first);

        assertThat(cpfs()).containsExactly(C, B);
        assertThat(stores().rows()).extracting(Purchase::line).containsExactlyInAnyOrder(1L, 2L);
        assertThat(summary(first).removal()).isEqualTo(new UploadView.Removal(1, 0, 1));
    }

    @Test
    default void undoRestoresUpdatedRows() {
        loaded(DuplicatePolicy.FAIL, line(A));
        List<Purchase> before = stores().rows();
        UploadId second = loaded(DuplicatePolicy.UPDATE, line(B), line(A));

        stores().control().withdraw(second, Withdrawal.UNDONE);
        finish(stores().control(), second);

        assertThat(stores().rows()).isEqualTo(before);
        assertThat(summary(second).removal()).isEqualTo(new UploadView.Removal(1, 1, 0));
    }

    /// The upload that added the row is undone first, then the one that updated it: no earlier values are
    /// left to restore.
    @Test
    default void undoOfLastUpdateRemovesRowWhoseUploadIsUndone() {
        UploadId first = loaded(DuplicatePolicy.FAIL, line(A));
        UploadId second = loaded(DuplicatePolicy.UPDATE, line(B), line(A));
        for (UploadId upload : List.of(first, second)) {
            stores().control().withdraw(upload, Withdrawal.UNDONE);
            finish(stores().control(), upload);
        }
        assertThat(cpfs()).isEmpty();
        assertThat(summary(first).removal()).isEqualTo(new UploadView.Removal(0, 0, 1));
        assertThat(summary(second).removal()).isEqualTo(new UploadView.Removal(2, 0, 0));
    }

    @Test
    default void undoRemovesRowsAddedAndUpdatedByTheSameUpload() {
        UploadId upload = stores().queued(DuplicatePolicy.UPDATE, part(1, 1, line(A)), part(2, 2, line(A)));
        load(upload, 1);
        load(upload, 2);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);
        assertThat(cpfs()).isEmpty();
    }

    @Test
    default void undoCancelsPartsNotLoadedYet() {
        UploadId upload = mixed();
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);
        assertThat(summary(upload).parts()).isEqualTo(new PartCounts(0, 0, 0, 1, 2, 1));
        assertThat(cpfs()).isEmpty();
    }

    @Test
    default void cancelledUploadCanBeUndone() {
        UploadId upload = mixed();
        stores().control().withdraw(upload, Withdrawal.CANCELLED);
        finish(stores().control(), upload);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);
        assertThat(summary(upload).state()).isEqualTo(UploadState.UNDONE);
        assertThat(cpfs()).isEmpty();
    }

    @Test
    default void undoneUploadStaysUndoneWhenCancelled() {
        UploadId upload = loaded(DuplicatePolicy.FAIL, line(A));
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        stores().control().withdraw(upload, Withdrawal.CANCELLED);
        finish(stores().control(), upload);
        assertThat(summary(upload).state()).isEqualTo(UploadState.UNDONE);
        assertThat(cpfs()).isEmpty();
    }

    @Test
    default void sameFileLoadsAgainAfterUndo() {
        UploadId upload = loaded(DuplicatePolicy.FAIL, line(A), line(B));
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);
        loaded(DuplicatePolicy.FAIL, line(A), line(B));
        assertThat(cpfs()).containsExactly(A, B);
    }

    @Test
    default void retryAffectsFailedPartsOnly() {
        UploadId upload = mixed();
        assertThat(stores().control().retry(upload, null)).isEqualTo(new ControlResult.Done(1));
        assertThat(summary(upload).parts()).isEqualTo(new PartCounts(2, 1, 1, 0, 0, 0));
        assertThat(stores().control().retry(upload, null)).isEqualTo(new ControlResult.Done(0));
    }

    @Test
    default void retryWithAnotherPolicyLoadsFailedPart() {
        UploadId upload = mixed();
        stores().control().retry(upload, DuplicatePolicy.SKIP);
        stores().backlog().queueNext(upload, 8);
        for (int part = 2; part <= 4; part++) {
            assertThat(load(upload, part)).isInstanceOf(Outcome.Loaded.class);
        }
        assertThat(summary(upload).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(summary(upload).onDuplicate()).isEqualTo(DuplicatePolicy.FAIL);
        assertThat(cpfs()).containsExactly(C, A, B);
    }

    @Test
    default void retryWithSamePolicyFailsForTheSameReason() {
        UploadId upload = mixed();
        PartState before = stores().stateOf(new PartRef(upload, 2));
        stores().control().retry(upload, null);
        stores().backlog().queueNext(upload, 8);
        load(upload, 2);
        assertThat(stores().stateOf(new PartRef(upload, 2))).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    default void withdrawnUploadIsNotRetried(Withdrawal withdrawal) {
        UploadId upload = mixed();
        stores().control().withdraw(upload, withdrawal);
        assertThat(stores().control().retry(upload, null))
                .isEqualTo(new ControlResult.Conflict(Refusal.RETRY_OF_WITHDRAWN));
        assertThat(summary(upload).parts().failed()).isEqualTo(1);
    }
}
