package dev.carga.application.load;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [PartLoader] does with a CPF that is in the table already, under the policies `skip` and
/// `update`. For `fail` see [PartLoaderContract].
public interface DuplicatesContract {

    Stores stores();

    /// A line with this CPF and a ticket that distinguishes it from others.
    private static String line(String cpf, int ticket) {
        return cpf + " 0 1 2011-11-23 " + ticket + ",50 NULL 79.379.491/0001-83 NULL";
    }

    private Outcome load(UploadId upload, int number) {
        return stores().loader().load(new PartRef(upload, number), READING);
    }

    private PartState.Loaded loaded(UploadId upload, int number) {
        assertThat(load(upload, number)).isInstanceOf(Outcome.Loaded.class);
        return (PartState.Loaded) stores().stateOf(new PartRef(upload, number));
    }

    private static List<Purchase> rowsOf(CutPart part) {
        return READING.read(part.bytes(), part.firstLine(), LineFormat.BLANK_ALIGNED, LinePolicies.KEEP)
                .rows();
    }

    private static void assertCounts(PartState.Loaded part, long rows, long added, long updated, long duplicates) {
        assertThat(part.counters().of(Counter.TOTAL_ROWS)).as("rows").isEqualTo(rows);
        assertThat(part.counters().of(Counter.TOTAL_ADDED)).as("added").isEqualTo(added);
        assertThat(part.counters().of(Counter.TOTAL_UPDATED)).as("updated").isEqualTo(updated);
        assertThat(part.counters().of(Counter.DUPLICATES)).as("duplicates").isEqualTo(duplicates);
        assertThat(part.duplicateLines()).hasSize((int) duplicates);
    }

    @Test
    default void skipLeavesRowOfAnotherUploadUnchanged() {
        CutPart earlier = part(1, 50, line("c1", 1), line("a1", 2));
        loaded(stores().queued(earlier), 1);
        CutPart later = part(1, 2, line("b1", 3), line("c1", 4), "few columns", line("d1", 5), line("a1", 6));
        UploadId upload = stores().queued(DuplicatePolicy.SKIP, later);

        PartState.Loaded part = loaded(upload, 1);

        assertCounts(part, 5, 2, 0, 2);
        assertThat(part.duplicateLines()).containsExactly(3L, 6L);
        Map<String, Purchase> expected = new HashMap<>();
        readInOrder(expected, DuplicatePolicy.SKIP, earlier);
        readInOrder(expected, DuplicatePolicy.SKIP, later);
        assertThat(stores().rows()).hasSize(4).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    default void updateReplacesEveryColumnOfAnotherUploadsRow() {
        loaded(
                stores().queued(part(
                        1,
                        50,
                        "c1 1 1 2012-02-29 1,00 2,00 00000000000191 00000000000191",
                        "a1 NULL NULL NULL NULL NULL NULL NULL")),
                1);
        CutPart later = part(
                1,
                2,
                line("b1", 3),
                "c1 NULL NULL NULL NULL NULL NULL NULL",
                "a1 0 0 2011-11-23 1.000.000,12 0,59 79.379.491/0001-83 12ABC34501DE35");
        UploadId upload = stores().queued(DuplicatePolicy.UPDATE, later);

        PartState.Loaded part = loaded(upload, 1);

        assertCounts(part, 3, 1, 2, 0);
        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(rowsOf(later));
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    default void partOfDuplicatesOnlyIsLoaded(DuplicatePolicy policy) {
        CutPart rows = part(1, 1, line("a1", 1), line("b1", 1));
        loaded(stores().queued(rows), 1);
        assertCounts(
                loaded(stores().queued(policy, rows), 1),
                2,
                0,
                policy == DuplicatePolicy.UPDATE ? 2 : 0,
                policy == DuplicatePolicy.SKIP ? 2 : 0);
        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(rowsOf(rows));
    }

    @ParameterizedTest
    @CsvSource({"SKIP, 10", "UPDATE, 13"})
    default void oneOfTheDuplicatesWithinAPartIsLoaded(DuplicatePolicy policy, long stays) {
        UploadId upload = stores().queued(
                        policy, part(1, 10, line("191", 1), line("b1", 2), line("000.000.001-91", 3), line("0191", 4)));

        PartState.Loaded part = loaded(upload, 1);

        assertThat(stores().rows()).extracting(Purchase::line).containsExactlyInAnyOrder(stays, 11L);
        if (policy == DuplicatePolicy.SKIP) {
            assertCounts(part, 4, 2, 0, 2);
            assertThat(part.duplicateLines()).containsExactly(12L, 13L);
        } else {
            assertCounts(part, 4, 2, 2, 0);
        }
    }

    @Test
    default void skipKeepsTheEarlierLineWhicheverPartIsLoadedFirst() {
        UploadId inOrder = stores().queued(DuplicatePolicy.SKIP, part(1, 2, line("a1", 1)), part(2, 3, line("a1", 2)));
        assertCounts(loaded(inOrder, 1), 1, 1, 0, 0);
        assertThat(loaded(inOrder, 2).duplicateLines()).containsExactly(3L);

        UploadId reversed = stores().queued(DuplicatePolicy.SKIP, part(1, 2, line("b1", 1)), part(2, 3, line("b1", 2)));
        assertCounts(loaded(reversed, 2), 1, 1, 0, 0);
        PartState.Loaded first = loaded(reversed, 1);
        assertCounts(first, 1, 0, 0, 1);
        assertThat(first.duplicateLines()).as("the line that gave way").containsExactly(3L);

        assertThat(stores().rows()).extracting(Purchase::line).containsExactly(2L, 2L);
    }

    @Test
    default void updateKeepsTheLaterLineWhicheverPartIsLoadedFirst() {
        UploadId inOrder =
                stores().queued(DuplicatePolicy.UPDATE, part(1, 2, line("a1", 1)), part(2, 3, line("a1", 2)));
        assertCounts(loaded(inOrder, 1), 1, 1, 0, 0);
        assertCounts(loaded(inOrder, 2), 1, 0, 1, 0);

        UploadId reversed =
                stores().queued(DuplicatePolicy.UPDATE, part(1, 2, line("b1", 1)), part(2, 3, line("b1", 2)));
        assertCounts(loaded(reversed, 2), 1, 1, 0, 0);
        assertCounts(loaded(reversed, 1), 1, 0, 1, 0);

        assertThat(stores().rows()).extracting(Purchase::line).containsExactly(3L, 3L);
    }

    /// A later line of the file that is being loaded has replaced the row of another file: an earlier line of
    /// the same file must not replace that one.
    @Test
    default void replacedRowBelongsToTheFileThatReplacedIt() {
        loaded(stores().queued(part(1, 90, line("a1", 1))), 1);
        UploadId upload = stores().queued(DuplicatePolicy.UPDATE, part(1, 2, line("a1", 2)), part(2, 3, line("a1", 3)));
        loaded(upload, 2);
        loaded(upload, 1);
        assertThat(stores().rows()).extracting(Purchase::line).containsExactly(3L);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    default void redeliveredPartIsCountedOnce(DuplicatePolicy policy) {
        loaded(stores().queued(part(1, 50, line("a1", 1))), 1);
        UploadId upload = stores().queued(policy, part(1, 2, line("a1", 2), line("b1", 3)));
        PartState.Loaded part = loaded(upload, 1);
        List<Purchase> rows = stores().rows();

        assertThat(load(upload, 1)).isEqualTo(new Outcome.NotQueued(part));

        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    /// Loads twenty parts with the same CPFs concurrently, on top of the rows of another upload.
    @ParameterizedTest
    @EnumSource(names = {"SKIP", "UPDATE"})
    default void concurrentPartsLeaveTheSameTableAsReadingInOrder(DuplicatePolicy policy) throws Exception {
        CutPart old = part(1, 1, lines(new Random(1), 200));
        loaded(stores().queued(DuplicatePolicy.SKIP, old), 1);
        Random random = new Random(20261124);
        CutPart[] parts = IntStream.range(0, 20)
                .mapToObj(i -> part(i + 1, 1_000 + 300 * i, lines(random, 300)))
                .toArray(CutPart[]::new);
        Map<String, Purchase> expected = new HashMap<>();
        readInOrder(expected, DuplicatePolicy.SKIP, old);
        Set<Long> duplicates = new HashSet<>(readInOrder(expected, policy, parts));
        UploadId upload = stores().queued(policy, parts);
        List<Callable<Outcome>> loads = IntStream.rangeClosed(1, 20)
                .<Callable<Outcome>>mapToObj(number -> () -> load(upload, number))
                .toList();

        assertThat(allAtOnce(loads)).allMatch(Outcome.Loaded.class::isInstance);

        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(expected.values());
        Counters counters =
                stores().queries().legacyStatus(upload).orElseThrow().counters();
        assertThat(counters.of(Counter.TOTAL_ROWS)).isEqualTo(6_000);
        assertThat(counters.of(Counter.TOTAL_ADDED))
                .isEqualTo(expected.size()
                        - rowsOf(old).stream()
                                .map(row -> row.cpf().text())
                                .distinct()
                                .count());
        if (policy == DuplicatePolicy.SKIP) {
            assertThat(counters.of(Counter.DUPLICATES)).isEqualTo(duplicates.size());
            assertThat(duplicateLines(upload)).doesNotHaveDuplicates().isSubsetOf(duplicates);
        } else {
            assertThat(counters.of(Counter.DUPLICATES)).isZero();
        }
    }

    /// No call throws, although none is retried: there is no deadlock.
    @Test
    default void concurrentUploadsOfAllPoliciesLoseNothing() throws Exception {
        Random random = new Random(20261125);
        List<Callable<Outcome>> loads = new ArrayList<>();
        List<UploadId> uploads = new ArrayList<>();
        Set<String> mustBeThere = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            DuplicatePolicy policy = DuplicatePolicy.values()[i % 3];
            CutPart[] parts = IntStream.rangeClosed(1, 4)
                    .mapToObj(number -> part(number, number * 1_000L, lines(random, 400)))
                    .toArray(CutPart[]::new);
            if (policy != DuplicatePolicy.FAIL) {
                Stream.of(parts)
                        .flatMap(part -> rowsOf(part).stream())
                        .forEach(row -> mustBeThere.add(row.cpf().text()));
            }
            UploadId upload = stores().queued(policy, parts);
            uploads.add(upload);
            IntStream.rangeClosed(1, 4).forEach(number -> loads.add(() -> load(upload, number)));
        }
        Collections.shuffle(loads, random);

        allAtOnce(loads);

        long added = 0;
        for (int i = 0; i < uploads.size(); i++) {
            var report = stores().queries().legacyStatus(uploads.get(i)).orElseThrow();
            added += report.counters().of(Counter.TOTAL_ADDED);
            if (DuplicatePolicy.values()[i % 3] != DuplicatePolicy.FAIL) {
                assertThat(report.parts()).allMatch(part -> part.state() instanceof PartState.Loaded);
                assertThat(report.counters().of(Counter.TOTAL_ROWS)).isEqualTo(1_600);
            }
        }
        assertThat(stores().rows()).hasSize((int) added);
        assertThat(stores().rows()).extracting(row -> row.cpf().text()).containsAll(mustBeThere);
    }

    private List<Long> duplicateLines(UploadId upload) {
        return stores().queries().legacyStatus(upload).orElseThrow().parts().stream()
                .flatMap(part -> ((PartState.Loaded) part.state()).duplicateLines().stream())
                .toList();
    }

    /// Lines, each with one of a few hundred CPFs.
    private static String[] lines(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> line("c" + random.nextInt(700), random.nextInt(1_000_000)))
                .toArray(String[]::new);
    }

    /// Applies the parts of one file to the table, line by line.
    ///
    /// @return the lines left out because of a duplicate
    private static List<Long> readInOrder(Map<String, Purchase> table, DuplicatePolicy policy, CutPart... parts) {
        List<Long> duplicates = new ArrayList<>();
        Stream.of(parts)
                .flatMap(part -> rowsOf(part).stream())
                .sorted((one, other) -> Long.compare(one.line(), other.line()))
                .forEach(row -> {
                    String cpf = row.cpf().text();
                    if (table.containsKey(cpf)) {
                        duplicates.add(row.line());
                    }
                    if (policy == DuplicatePolicy.UPDATE || !table.containsKey(cpf)) {
                        table.put(cpf, row);
                    }
                });
        return duplicates;
    }

    private static List<Outcome> allAtOnce(List<Callable<Outcome>> calls) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Outcome> outcome : threads.invokeAll(calls)) {
                outcomes.add(outcome.get());
            }
        }
        return outcomes;
    }
}
