package dev.carga.application.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The use cases that withdraw and retry uploads, on the fake store.
class WithdrawUploadTest {

    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
    private static final PartParser PARSER = new PartParser(200);

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final UploadId upload = UploadId.random();

    private WithdrawUpload withdrawUpload(Duration wait) {
        return new WithdrawUpload(stores.control(), SHORT, wait);
    }

    private UploadState state() {
        return stores.queries().summary(upload).orElseThrow().state();
    }

    private void receive(int parts) {
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        for (int number = 1; number <= parts; number++) {
            stores.uploads().add(upload, Rows.part(number, 5));
        }
        stores.uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        stores.backlog().queueNext(upload, parts);
    }

    @Test
    void smallUndoIsFinishedWhenTheCallReturns() {
        receive(2);
        stores.loader().load(new PartRef(upload, 1), PARSER::parse);
        assertThat(withdrawUpload(Duration.ofSeconds(20)).withdraw(upload, Withdrawal.UNDONE))
                .isEqualTo(new ControlResult.Done(1));
        assertThat(state()).isEqualTo(UploadState.UNDONE);
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void unavailableStoreIsRetried() {
        receive(1);
        stores.failNextCalls(5);
        assertThat(withdrawUpload(Duration.ofSeconds(20)).withdraw(upload, Withdrawal.CANCELLED))
                .isEqualTo(new ControlResult.Done(1));
    }

    /// A worker holds a part for longer than the call waits.
    @Test
    void longWithdrawalFinishesInTheBackground() {
        receive(1);
        AtomicInteger stopping = new AtomicInteger();
        FinishWithdrawals background = new FinishWithdrawals(stores.control(), () -> stopping.get() > 0);
        stores.loader().load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
            Stores.onAnotherThread(() -> withdrawUpload(Duration.ofMillis(20)).withdraw(upload, Withdrawal.UNDONE));
            background.finish();
            return PARSER.parse(bytes, firstLine, format);
        });
        assertThat(state()).isEqualTo(UploadState.UNDOING);
        assertThat(stores.rows()).isNotEmpty();

        background.finish();

        assertThat(state()).isEqualTo(UploadState.UNDONE);
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void stoppingProcessLeavesTheRestToOthers() {
        receive(1);
        withdrawUpload(Duration.ZERO).withdraw(upload, Withdrawal.CANCELLED);
        new FinishWithdrawals(stores.control(), () -> true).finish();
        assertThat(stores.control().unfinished(10)).containsExactly(upload);
        new FinishWithdrawals(stores.control(), () -> false).finish();
        assertThat(stores.control().unfinished(10)).isEmpty();
    }

    @Test
    void failingWithdrawalDoesNotHoldUpOthers() {
        receive(1);
        withdrawUpload(Duration.ZERO).withdraw(upload, Withdrawal.CANCELLED);
        UploadId hopeless = UploadId.random();
        UploadControl control = new UploadControl() {
            @Override
            public ControlResult withdraw(UploadId id, Withdrawal withdrawal) {
                return new ControlResult.Done(0);
            }

            @Override
            public ControlResult retry(UploadId id, @Nullable DuplicatePolicy policy) {
                return new ControlResult.Done(0);
            }

            @Override
            public List<UploadId> unfinished(int limit) {
                return List.of(hopeless, upload);
            }

            @Override
            public WithdrawalProgress finish(UploadId id) {
                if (id.equals(hopeless)) {
                    throw new InfrastructureException.Permanent("somebody refers to a row", null);
                }
                return stores.control().finish(id);
            }
        };
        new FinishWithdrawals(control, () -> false).finish();
        assertThat(stores.control().unfinished(10)).isEmpty();

        assertThat(new WithdrawUpload(control, SHORT, Duration.ofSeconds(20)).withdraw(hopeless, Withdrawal.UNDONE))
                .as("the decision, which stands")
                .isEqualTo(new ControlResult.Done(0));
    }

    @Test
    void retriedPartsAreSent() {
        receive(3);
        stores.attempts().giveUp(new PartRef(upload, 2), PartFailure.givenUp(5));
        RetryUpload retry =
                new RetryUpload(stores.control(), new DispatchParts(stores.backlog(), Traces.sender(queue), 8), SHORT);
        assertThat(retry.retry(upload, null)).isEqualTo(new ControlResult.Done(1));
        assertThat(queue.takeSent()).containsExactly(new PartRef(upload, 2));
    }

    @Test
    void unknownUploadIsReportedAsUnknown() {
        assertThat(withdrawUpload(Duration.ofSeconds(20)).withdraw(upload, Withdrawal.UNDONE))
                .isEqualTo(new ControlResult.Unknown());
    }
}
