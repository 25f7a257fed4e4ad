package dev.carga.application.control;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.finish;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.LegacyStatusView.PartReport;
import dev.carga.application.report.UploadView;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pair of actions on the same upload at the same time: two requests, or a request and background work.
/// Whichever comes first, the reported states of the parts match the rows in the table.
public interface ActionsAtOnceContract {

    int ROUNDS = 4;

    /// The lines of a part. The first part is loaded before the actions, the second failed.
    int LINES = 3;

    int PARTS = 6;

    Stores stores();

    /// The actions on an upload.
    enum Action {
        CANCEL,
        UNDO,
        RETRY,
        RETRY_WITH_SKIP,
        FINISH,
        ADD_A_PART,
        CLOSE,
        DISPATCH_AND_LOAD,
        GIVE_UP,
        SEND_AGAIN,
        TAKE_FOR_ABANDONED
    }

    static Stream<Arguments> pairs() {
        Action[] all = Action.values();
        return IntStream.range(0, all.length)
                .boxed()
                .flatMap(i -> Arrays.stream(all, i, all.length).map(other -> Arguments.of(all[i], other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void pairOfConcurrentActionsLeavesTableMatchingStates(Action one, Action other) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UploadId upload = upload(round);
            atOnce(upload, round, List.of(one, other));
            settle(upload);
            check(upload, round, List.of(one, other));
        }
    }

    @Test
    default void allActionsAtOnceLeaveTableMatchingStates() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UploadId upload = upload(round);
            atOnce(upload, round, List.of(Action.values()));
            settle(upload);
            check(upload, round, List.of(Action.values()));
        }
    }

    /// A part with CPFs of its own, except the second part, which has those of the first.
    private static CutPart numbered(int round, int number) {
        int first = round * 1000 + (number == 2 ? 1 : number) * LINES;
        String[] lines = IntStream.range(first, first + LINES)
                .mapToObj(i -> line("x" + i))
                .toArray(String[]::new);
        return part(number, (number - 1L) * LINES + 1, lines);
    }

    private UploadId upload(int round) {
        UploadId upload = stores().upload();
        for (int number = 1; number < PARTS; number++) {
            stores().uploads().add(upload, numbered(round, number));
        }
        stores().backlog().queueNext(upload, 4);
        load(upload, 1);
        load(upload, 2);
        return upload;
    }

    private void load(UploadId upload, int number) {
        stores().loader().load(new PartRef(upload, number), READING);
    }

    private void atOnce(UploadId upload, int round, List<Action> actions) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Action action : actions) {
                all.add(threads.submit(() -> {
                    go.await();
                    perform(upload, round, action);
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void perform(UploadId upload, int round, Action action) {
        switch (action) {
            case CANCEL -> stores().control().withdraw(upload, Withdrawal.CANCELLED);
            case UNDO -> stores().control().withdraw(upload, Withdrawal.UNDONE);
            case RETRY -> stores().control().retry(upload, null);
            case RETRY_WITH_SKIP -> stores().control().retry(upload, DuplicatePolicy.SKIP);
            case FINISH -> stores().control().finish(upload);
            case ADD_A_PART -> stores().uploads().add(upload, numbered(round, PARTS));
            case CLOSE -> stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
            case DISPATCH_AND_LOAD -> dispatchAndLoad(upload);
            case GIVE_UP -> stores().attempts().giveUp(new PartRef(upload, 4), PartFailure.givenUp(5));
            case SEND_AGAIN -> stores().backlog().queueAgain(Duration.ZERO, 10);
            case TAKE_FOR_ABANDONED -> stores().heartbeats().endAbandoned(Duration.ZERO);
        }
    }

    private void dispatchAndLoad(UploadId upload) {
        for (int turn = 0; turn < 3; turn++) {
            stores().backlog().queueNext(upload, 8);
            for (int number = 1; number <= PARTS; number++) {
                load(upload, number);
            }
        }
    }

    /// What background work does in the end, after any actions.
    private void settle(UploadId upload) {
        stores().uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        finish(stores().control(), upload);
        dispatchAndLoad(upload);
    }

    private void check(UploadId upload, int round, List<Action> done) {
        LegacyStatusView report = stores().queries().legacyStatus(upload).orElseThrow();
        UploadView summary = stores().queries().summary(upload).orElseThrow();
        List<PartState> states = report.parts().stream().map(PartReport::state).toList();
        assertThat(states).as("%s", done).allMatch(PartState::isSettled);

        List<String> expected = report.parts().stream()
                .filter(part -> part.state() instanceof PartState.Loaded)
                .flatMap(part -> READING
                        .read(numbered(round, part.number()).bytes(), 1, LineFormat.BLANK_ALIGNED, LinePolicies.KEEP)
                        .rows()
                        .stream())
                .map(row -> row.cpf().text())
                .distinct()
                .toList();
        List<String> there = stores().rows().stream()
                .map(row -> row.cpf().text())
                .filter(cpf -> Integer.parseInt(cpf.substring(1)) / 1000 == round)
                .toList();
        assertThat(there).as("%s: %s", done, states).containsExactlyInAnyOrderElementsOf(expected);

        if (done.contains(Action.UNDO)) {
            assertThat(summary.state()).isEqualTo(UploadState.UNDONE);
            assertThat(there).isEmpty();
        } else if (done.contains(Action.CANCEL)) {
            assertThat(summary.withdrawal()).isEqualTo(Withdrawal.CANCELLED);
        } else {
            assertThat(summary.parts().cancelled()).isZero();
        }
        assertThat(stores().control().unfinished(10)).doesNotContain(upload);
    }
}
