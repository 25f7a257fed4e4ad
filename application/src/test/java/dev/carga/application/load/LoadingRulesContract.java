package dev.carga.application.load;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.fake.Rows;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadSummary;
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
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadPhase;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [PartLoader] makes of the rules of an upload, duplicates aside, see [DuplicatesContract].
public interface LoadingRulesContract {

    String GOOD = "041.091.641-25";
    String OTHER = "058.189.421-98";
    String THIRD = Rows.cpf(77);
    String INVALID = "041.091.641-26";

    Stores stores();

    private static LoadingRules rules(InvalidPolicy onInvalid, @Nullable String maxRejects, AbortPolicy onAbort) {
        return new LoadingRules(
                DuplicatePolicy.FAIL,
                onInvalid,
                UnreadablePolicy.NULL,
                maxRejects == null ? null : RejectLimit.parse(maxRejects).orElseThrow(),
                null,
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

    private UploadSummary summary(UploadId upload) {
        return stores().history().summary(upload).orElseThrow();
    }

    private List<LineIssue> issues(UploadId upload) {
        return stores().issues().after(upload, UploadIssues.Place.START, 100, UploadIssues.Filter.NONE).stream()
                .map(UploadIssues.Kept::issue)
                .toList();
    }

    @Test
    default void anInvalidCpfIsRejectedWhereThatIsWished() {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.REJECT, null, AbortPolicy.KEEP),
                        part(1, 1, line(INVALID), line(GOOD), line("x")));
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

    @ParameterizedTest
    @EnumSource(
            value = DuplicatePolicy.class,
            names = {"FAIL", "SKIP"})
    default void aDryRunCountsAndAddsNothing(DuplicatePolicy policy) {
        UploadId real = stores().queued(part(1, 1, line(GOOD)));
        loaded(real, 1);
        UploadId upload = stores().queued(
                        dryRun(policy),
                        part(1, 1, line(GOOD), line(OTHER), line(OTHER)),
                        part(2, 4, line(THIRD), line(INVALID), "wrong"),
                        part(3, 7, line(THIRD), line(OTHER)));
        // In another order than that of the file.
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
        stores().uploads().close(upload, UploadState.RECEIVED, 10, null);
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.COMPLETED);
    }

    @Test
    default void aDryRunUnderUpdateCountsWhatWouldBeUpdated() {
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
    default void tooManyRejectsEndAnUploadEarly(AbortPolicy onAbort) {
        UploadId upload = stores().queued(
                        rules(InvalidPolicy.KEEP, "3", onAbort),
                        partWithRejects(1, 5, 2),
                        partWithRejects(2, 5, 1),
                        partWithRejects(3, 5, 1),
                        partWithRejects(4, 5, 0));
        loaded(upload, 1);
        loaded(upload, 2);
        assertThat(summary(upload).aborted()).isNull();
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.RECEIVING);

        loaded(upload, 3);
        assertThat(summary(upload).aborted()).isEqualTo(UploadSummary.TOO_MANY_REJECTS);
        assertThat(stores().stateOf(new PartRef(upload, 4))).isInstanceOf(PartState.Cancelled.class);
        assertThat(stores().uploads().add(upload, partWithRejects(5, 1, 0))).isFalse();
        Stores.finish(stores().control(), upload);
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.FAILED);
        assertThat(stores().rows()).hasSize(onAbort == AbortPolicy.KEEP ? 15 : 0);
    }

    @Test
    default void aPercentageIsJudgedOfTheWholeFile() {
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
            stores().uploads().close(upload, UploadState.RECEIVED, 10, null);
        }
        assertThat(summary(just).phase()).isEqualTo(UploadPhase.COMPLETED);
        assertThat(summary(over).phase()).isEqualTo(UploadPhase.FAILED);
    }

    @Test
    default void partsAtOnceDoNotSlipThrough() {
        for (int round = 0; round < 10; round++) {
            UploadId upload = stores().queued(
                            rules(InvalidPolicy.KEEP, "1", AbortPolicy.KEEP), part(1, 1, "wrong"), part(2, 2, "wrong"));
            stores().uploads().close(upload, UploadState.RECEIVED, 10, null);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.execute(() -> assertThat(load(upload, 1)).isNotNull());
                threads.execute(() -> assertThat(load(upload, 2)).isNotNull());
            }
            assertThat(summary(upload).aborted()).isEqualTo(UploadSummary.TOO_MANY_REJECTS);
            assertThat(summary(upload).phase()).isEqualTo(UploadPhase.FAILED);
        }
    }

    @Test
    default void whatWasAbortedCanStillBeUndone() {
        UploadId upload = stores().queued(rules(InvalidPolicy.KEEP, "0", AbortPolicy.KEEP), partWithRejects(1, 2, 1));
        loaded(upload, 1);
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.FAILED);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        Stores.finish(stores().control(), upload);
        assertThat(summary(upload).phase()).isEqualTo(UploadPhase.UNDONE);
        assertThat(stores().rows()).isEmpty();
    }
}
