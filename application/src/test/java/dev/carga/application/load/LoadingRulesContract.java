package dev.carga.application.load;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl;
import dev.carga.application.fake.Rows;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How every [PartLoader] applies the rules of an upload, except for duplicates: see [DuplicatesContract].
public interface LoadingRulesContract {

    String GOOD = "041.091.641-25";
    String OTHER = "058.189.421-98";
    String THIRD = Rows.cpf(77);
    String INVALID = "041.091.641-26";

    Stores stores();

    private static LoadingRules rules(InvalidPolicy onInvalid, @Nullable String maxRejects, AbortPolicy onAbort) {
        return rules(onInvalid, maxRejects, null, onAbort);
    }

    private static LoadingRules rules(
            InvalidPolicy onInvalid, @Nullable String maxRejects, @Nullable String maxFlaws, AbortPolicy onAbort) {
        return new LoadingRules(
                DuplicatePolicy.FAIL,
                onInvalid,
                UnreadablePolicy.NULL,
                maxRejects == null ? null : RejectLimit.parse(maxRejects).orElseThrow(),
                maxFlaws == null ? null : RejectLimit.parse(maxFlaws).orElseThrow(),
                onAbort,
                false);
    }

    private static LoadingRules dryRun(DuplicatePolicy onDuplicate) {
        return LoadingRules.of(onDuplicate).asDryRun();
    }

    private Outcome load(UploadId upload, int number) {
        return stores().loader().load(new PartRef(upload, number), Stores.READING);
    }

    private Counters loaded(UploadId upload, int number) {
        Outcome outcome = load(upload, number);
        assertThat(outcome).isInstanceOf(Outcome.Loaded.class);
        return ((Outcome.Loaded) outcome).counters();
    }

    private Counters checked(UploadId upload, int number) {
        Outcome outcome = load(upload, number);
        assertThat(outcome).isInstanceOf(Outcome.Checked.class);
        return ((Outcome.Checked) outcome).counters();
    }

    private UploadView summary(UploadId upload) {
        return stores().queries().summary(upload).orElseThrow();
    }

    private List<LineIssue> issues(UploadId upload) {
        return stores().issues().after(upload, UploadIssues.Place.START, 100, UploadIssues.Filter.NONE).stream()
                .map(UploadIssues.StoredIssue::issue)
                .toList();
    }

    @Test
    default void invalidCpfIsRejectedUnderReject() {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.REJECT, null, AbortPolicy.KEEP),
                        part(1, 1, line(INVALID), line(GOOD), line("x1")));
        Counters counters = loaded(upload, 1);
        assertThat(counters.of(Counter.TOTAL_ROWS)).isEqualTo(3);
        assertThat(counters.of(Counter.TOTAL_ADDED)).isEqualTo(1);
        assertThat(counters.of(Counter.TOTAL_REJECTED)).isEqualTo(2);
        assertThat(counters.of(Counter.INVALID_CPF)).isEqualTo(2);
        assertThat(stores().rows()).extracting(row -> row.cpf().text()).containsExactly(GOOD);
        assertThat(issues(upload)).allSatisfy(issue -> {
            assertThat(issue.code()).isEqualTo(IssueCode.INVALID_CPF);
            assertThat(issue.rejected()).isNotNull();
        });
        assertThat(summary(upload).counters()).isEqualTo(counters);
        assertThat(summary(upload).rules().onInvalid()).isEqualTo(InvalidPolicy.REJECT);
    }

    @Test
    default void dryRunCountsAndAddsNothing() {
        UploadId real = stores().queued(part(1, 1, line(GOOD)));
        loaded(real, 1);
        UploadId upload = stores().queued(
                        dryRun(DuplicatePolicy.SKIP),
                        part(1, 1, line(GOOD), line(OTHER), line(OTHER)),
                        part(2, 4, line(THIRD), line(INVALID), "wrong"),
                        part(3, 7, line(THIRD), line(OTHER)));
        // Not in the order of the file.
        Counters last = checked(upload, 3);
        assertThat(last.of(Counter.TOTAL_ADDED)).isEqualTo(2);
        Counters first = checked(upload, 1);
        assertThat(first.of(Counter.TOTAL_ADDED)).isZero();
        assertThat(first.of(Counter.DUPLICATES)).isEqualTo(3);
        Counters second = checked(upload, 2);
        assertThat(second.of(Counter.TOTAL_ADDED)).isEqualTo(1);
        assertThat(second.of(Counter.INVALID_CPF)).isEqualTo(1);
        assertThat(second.of(Counter.TOTAL_REJECTED)).isEqualTo(1);

        assertThat(stores().rows()).extracting(row -> row.cpf().text()).containsExactly(GOOD);
        assertThat(issues(upload).stream()
                        .filter(issue -> issue.code() == IssueCode.DUPLICATE_CPF)
                        .map(LineIssue::line))
                .containsExactlyInAnyOrder(1L, 3L, 7L, 8L);
        assertThat(summary(upload).rules().dryRun()).isTrue();
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        assertThat(summary(upload).state()).isEqualTo(UploadState.COMPLETED);
    }

    @Test
    default void dryRunUnderFailFailsPartsThatWouldFail() {
        loaded(stores().queued(part(1, 1, line(GOOD))), 1);
        UploadId upload = stores().queued(
                        dryRun(DuplicatePolicy.FAIL),
                        part(1, 1, line(THIRD), line(OTHER), line(GOOD)),
                        part(2, 4, line(OTHER), "wrong", line(INVALID)),
                        part(3, 7, line(Rows.cpf(1)), line(THIRD), line(OTHER)),
                        part(4, 10, line(Rows.cpf(1)), line(Rows.cpf(2)), line(Rows.cpf(2))),
                        part(5, 13, line(THIRD), line(Rows.cpf(1)), line(Rows.cpf(2))));
        assertFailed(upload, 1, 3, GOOD);
        assertThat(checked(upload, 2).of(Counter.TOTAL_ADDED)).isEqualTo(2);
        assertFailed(upload, 3, 9, OTHER);
        assertFailed(upload, 4, 12, Rows.cpf(2));
        assertThat(checked(upload, 5).of(Counter.TOTAL_ADDED)).isEqualTo(3);

        assertThat(stores().rows()).hasSize(1);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        assertThat(summary(upload).state()).isEqualTo(UploadState.PARTIALLY_FAILED);
        assertThat(stores().control().retry(upload, DuplicatePolicy.SKIP))
                .isEqualTo(new UploadControl.ControlResult.Done(3));
        stores().backlog().queueNext(upload, 5);
        assertThat(checked(upload, 1).of(Counter.DUPLICATES)).isEqualTo(3);
    }

    private void assertFailed(UploadId upload, int number, long line, String cpf) {
        assertThat(load(upload, number)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(PartFailure.Code.DUPLICATE_CPF);
            assertThat(failed.failure().line()).isEqualTo(line);
            assertThat(failed.failure().message()).contains(cpf);
        });
    }

    @Test
    default void dryRunFailsAllButOneOfConcurrentPartsWithTheSameCpf() {
        for (int round = 0; round < 10; round++) {
            UploadId upload = stores().queued(
                            dryRun(DuplicatePolicy.FAIL),
                            part(1, 1, line(GOOD), line(OTHER)),
                            part(2, 3, line(OTHER), line(THIRD)),
                            part(3, 5, line(OTHER), line(INVALID)));
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 1; number <= 3; number++) {
                    PartRef ref = new PartRef(upload, number);
                    threads.execute(() -> assertThat(stores().loader().load(ref, Stores.READING))
                            .isNotNull());
                }
            }
            assertThat(summary(upload).parts()).isEqualTo(new PartCounts(0, 0, 1, 2, 0, 0));
            assertThat(summary(upload).counters().of(Counter.TOTAL_ADDED)).isEqualTo(2);
        }
    }

    /// For any file: with duplicates of every kind, rejected lines and flawed lines.
    @ParameterizedTest
    @EnumSource
    default void dryRunPredictsTheRealRun(DuplicatePolicy policy) {
        for (int seed = 1; seed <= 25; seed++) {
            Random random = new Random(seed);
            int first = 1 + (policy.ordinal() * 25 + seed) * 100;
            CutPart before = randomPart(random, 1, first, 6);
            assertThat(load(stores().queued(LoadingRules.of(DuplicatePolicy.SKIP), before), 1))
                    .isInstanceOf(Outcome.Loaded.class);
            CutPart[] parts = new CutPart[4];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = randomPart(random, i + 1, first, 40);
            }
            UploadId dryRun = stores().queued(dryRun(policy), parts);
            UploadId real = stores().queued(LoadingRules.of(policy), parts);
            for (UploadId upload : List.of(dryRun, real)) {
                for (int number = 1; number <= parts.length; number++) {
                    load(upload, number);
                }
                stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
            }
            for (int number = 1; number <= parts.length; number++) {
                assertThat(stores().stateOf(new PartRef(dryRun, number)))
                        .as("seed %s, part %s", seed, number)
                        .isEqualTo(stores().stateOf(new PartRef(real, number)));
            }
            assertThat(summary(dryRun).state()).isEqualTo(summary(real).state());
            assertThat(summary(dryRun).counters()).isEqualTo(summary(real).counters());
        }
    }

    /// Lines of which some have one of `cpfs` CPFs, numbered from `first`.
    private static CutPart randomPart(Random random, int number, int first, int cpfs) {
        String[] lines = new String[1 + random.nextInt(6)];
        for (int i = 0; i < lines.length; i++) {
            String cpf = Rows.cpf(first + random.nextInt(cpfs));
            lines[i] = switch (random.nextInt(8)) {
                case 0 -> "wrong";
                case 1 -> cpf + " 0 1 31/02/2011 NULL NULL NULL NULL";
                case 2 -> "NULL 0 1 NULL NULL NULL NULL NULL";
                default -> line(cpf);
            };
        }
        return part(number, number * 10L, lines);
    }

    @Test
    default void dryRunUnderUpdateCountsRowsThatWouldBeUpdated() {
        UploadId real = stores().queued(part(1, 1, line(GOOD)));
        loaded(real, 1);
        UploadId upload = stores().queued(
                        dryRun(DuplicatePolicy.UPDATE),
                        part(1, 1, line(GOOD), line(OTHER)),
                        part(2, 3, line(OTHER), line(GOOD)));
        checked(upload, 1);
        checked(upload, 2);
        assertThat(summary(upload).counters().of(Counter.TOTAL_ADDED)).isEqualTo(1);
        assertThat(summary(upload).counters().of(Counter.TOTAL_UPDATED)).isEqualTo(3);
        assertThat(stores().rows()).hasSize(1);
        assertThat(stores().purchases().find(GOOD).orElseThrow().origin())
                .isNotNull()
                .satisfies(origin -> assertThat(origin.upload()).isEqualTo(real));
    }

    private static CutPart partWithRejects(int number, int good, int rejected) {
        String[] lines = new String[good + rejected];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i < good ? line(Rows.cpf(number * 1000 + i)) : "wrong";
        }
        return part(number, number * 1000L, lines);
    }

    @ParameterizedTest
    @EnumSource(AbortPolicy.class)
    default void tooManyRejectsWithdrawTheUpload(AbortPolicy onAbort) {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.KEEP, "3", onAbort),
                        partWithRejects(1, 5, 2),
                        partWithRejects(2, 5, 1),
                        partWithRejects(3, 5, 1),
                        partWithRejects(4, 5, 0));
        loaded(upload, 1);
        loaded(upload, 2);
        assertThat(summary(upload).aborted()).isNull();
        assertThat(summary(upload).state()).isEqualTo(UploadState.RECEIVING);

        loaded(upload, 3);
        assertThat(summary(upload).aborted()).isEqualTo(UploadView.TOO_MANY_REJECTS);
        assertThat(stores().stateOf(new PartRef(upload, 4))).isInstanceOf(PartState.Cancelled.class);
        assertThat(stores().uploads().add(upload, partWithRejects(5, 1, 0))).isFalse();
        Stores.finish(stores().control(), upload);
        assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        assertThat(stores().rows()).hasSize(onAbort == AbortPolicy.KEEP ? 15 : 0);
    }

    private static CutPart partWithFlaws(int number, int good, int flawed) {
        String[] lines = new String[good + flawed];
        for (int i = 0; i < lines.length; i++) {
            String cpf = Rows.cpf(number * 1000 + i);
            lines[i] = i < good ? line(cpf) : cpf + " x y 31/02/2011 NULL NULL NULL NULL";
        }
        return part(number, number * 1000L, lines);
    }

    @ParameterizedTest
    @EnumSource(AbortPolicy.class)
    default void tooManyFlawsWithdrawTheUpload(AbortPolicy onAbort) {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.KEEP, "3", "3", onAbort),
                        partWithFlaws(1, 5, 2),
                        partWithRejects(2, 4, 1),
                        partWithFlaws(3, 5, 1),
                        partWithFlaws(4, 5, 1),
                        partWithFlaws(5, 5, 0));
        for (int number = 1; number <= 3; number++) {
            loaded(upload, number);
        }
        assertThat(stores().uploads().abortion(upload)).isEmpty();
        assertThat(summary(upload).counters().of(Counter.TOTAL_FLAWED)).isEqualTo(3);

        loaded(upload, 4);
        assertThat(summary(upload).aborted()).isEqualTo(UploadView.TOO_MANY_FLAWS);
        assertThat(stores().uploads().abortion(upload)).contains(UploadView.TOO_MANY_FLAWS);
        assertThat(stores().stateOf(new PartRef(upload, 5))).isInstanceOf(PartState.Cancelled.class);
        Stores.finish(stores().control(), upload);
        assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        assertThat(summary(upload).reason()).isEqualTo(UploadView.TOO_MANY_FLAWS);
        assertThat(stores().rows()).hasSize(onAbort == AbortPolicy.KEEP ? 23 : 0);
    }

    @Test
    default void uploadBeyondBothLimitsHasTooManyRejects() {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.KEEP, "0", "0%", AbortPolicy.KEEP),
                        part(1, 1, "wrong", line(INVALID), line(GOOD)));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        loaded(upload, 1);
        assertThat(summary(upload).reason()).isEqualTo(UploadView.TOO_MANY_REJECTS);
    }

    @Test
    default void percentageOfFlawsIsOfTheWholeFile() {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.KEEP, null, "10%", AbortPolicy.KEEP),
                        partWithFlaws(1, 7, 1),
                        partWithFlaws(2, 1, 0));
        loaded(upload, 1);
        loaded(upload, 2);
        assertThat(stores().uploads().abortion(upload)).isEmpty();
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        assertThat(summary(upload).reason()).isEqualTo(UploadView.TOO_MANY_FLAWS);
    }

    @Test
    default void percentageOfRejectsIsOfTheWholeFile() {
        LoadingRules rules = rules(InvalidPolicy.KEEP, "20%", AbortPolicy.KEEP);
        UploadId just = stores().queued(rules, partWithRejects(1, 4, 1), partWithRejects(2, 4, 1));
        UploadId over = stores().queued(rules, partWithRejects(3, 0, 2), partWithRejects(4, 7, 0));
        for (int number = 1; number <= 2; number++) {
            loaded(just, number);
        }
        assertThat(load(over, 3)).isInstanceOf(Outcome.Loaded.class);
        assertThat(load(over, 4)).isInstanceOf(Outcome.Loaded.class);
        assertThat(summary(over).aborted()).isNull();
        for (UploadId upload : List.of(just, over)) {
            stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
        }
        assertThat(summary(just).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(summary(over).state()).isEqualTo(UploadState.FAILED);
    }

    @Test
    default void concurrentPartsDoNotEscapeTheLimit() {
        for (int round = 0; round < 10; round++) {
            UploadId upload = stores().queued(
                            rules(InvalidPolicy.KEEP, "1", AbortPolicy.KEEP), part(1, 1, "wrong"), part(2, 2, "wrong"));
            stores().uploads().close(upload, ReceptionState.RECEIVED, 10, null);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.execute(() -> assertThat(load(upload, 1)).isNotNull());
                threads.execute(() -> assertThat(load(upload, 2)).isNotNull());
            }
            assertThat(summary(upload).aborted()).isEqualTo(UploadView.TOO_MANY_REJECTS);
            assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        }
    }

    @Test
    default void abortedUploadCanBeUndone() {
        UploadId upload = stores().queued(rules(InvalidPolicy.KEEP, "0", AbortPolicy.KEEP), partWithRejects(1, 2, 1));
        loaded(upload, 1);
        assertThat(summary(upload).state()).isEqualTo(UploadState.FAILED);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores().control(), upload);
        assertThat(summary(upload).state()).isEqualTo(UploadState.UNDONE);
        assertThat(stores().rows()).isEmpty();
    }
}
