package dev.carga.application.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.document.InvalidDocument;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [PartLoader] does under `update` with columns that a line has no readable value for: they
/// replace nothing, neither a value of another upload nor one of another line of the file.
public interface UnknownColumnsContract {

    Document CPF = Cpf.read("191");
    Document STORE = Cnpj.read("79379491000183");
    Document NO_STORE = new InvalidDocument("no store");

    /// A row with a value in each column.
    private static Purchase full(long line) {
        BigDecimal ticket = BigDecimal.valueOf(1_000 + line, 2);
        return new Purchase(line, CPF, true, false, LocalDate.of(2011, 11, 23), ticket, ticket, STORE, NO_STORE);
    }

    /// A row with NULL or an unknown value in each column.
    private static Purchase empty(long line, int unknown) {
        return new Purchase(line, CPF, null, null, null, null, null, null, null, unknown);
    }

    Stores stores();

    private UploadId load(DuplicatePolicy policy, List<Purchase> lines, int linesPerPart, List<Integer> order) {
        UploadId upload = KnownRows.queued(stores(), policy, lines, linesPerPart);
        for (int number : order) {
            assertThat(KnownRows.load(stores(), upload, lines, linesPerPart, number))
                    .isInstanceOf(Outcome.Loaded.class);
        }
        return upload;
    }

    private Purchase row() {
        assertThat(stores().rows()).hasSize(1);
        return stores().rows().getFirst();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CPF")
    default void onlyUnknownColumnsOfALineStayUnchanged(Column unknown) {
        load(DuplicatePolicy.FAIL, List.of(full(1)), 1, List.of(1));
        Purchase line = empty(7, Purchase.bit(unknown));
        load(DuplicatePolicy.UPDATE, List.of(line), 1, List.of(1));
        assertThat(row()).isEqualTo(KnownRows.inTable(line.mergedOver(full(1))));
        assertThat(row().lojaMaisFrequente()).isEqualTo(unknown == Column.LOJA_MAIS_FREQUENTE ? STORE : null);
        assertThat(row().lojaUltimaCompra()).isEqualTo(unknown == Column.LOJA_ULTIMA_COMPRA ? NO_STORE : null);
    }

    @Test
    default void lineWithoutValuesTakesTheRowAndChangesNoValue() {
        load(DuplicatePolicy.FAIL, List.of(full(1)), 1, List.of(1));
        load(DuplicatePolicy.UPDATE, List.of(empty(7, KnownRows.unknownBut())), 1, List.of(1));
        assertThat(row()).isEqualTo(KnownRows.inTable(empty(7, -1).mergedOver(full(1))));
        assertThat(row().line()).isEqualTo(7);
    }

    /// The first part has a ticket and the third has none. The value from before does not count.
    @Test
    default void earlierLineFillsColumnsUnknownInALaterLineOfItsFile() {
        load(DuplicatePolicy.FAIL, List.of(full(1)), 1, List.of(1));
        BigDecimal ticket = BigDecimal.valueOf(5);
        Purchase first = new Purchase(2, CPF, null, null, null, ticket, null, null, null);
        Purchase second = empty(3, KnownRows.unknownBut(Column.PRIVATE));
        Purchase third = empty(4, KnownRows.unknownBut(Column.INCOMPLETO));
        for (List<Integer> order : orders(List.of(1, 2, 3))) {
            load(DuplicatePolicy.UPDATE, List.of(first, second, third), 1, order);
            assertThat(row())
                    .as("loaded in the order %s", order)
                    .isEqualTo(new Purchase(4, CPF, null, null, null, ticket, null, null, null));
        }
    }

    private static List<List<Integer>> orders(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return List.of(List.of());
        }
        return numbers.stream()
                .flatMap(first -> orders(numbers.stream()
                                .filter(other -> !other.equals(first))
                                .toList())
                        .stream()
                        .map(rest ->
                                Stream.concat(Stream.of(first), rest.stream()).toList()))
                .toList();
    }

    @Test
    default void skipKeepsTheFirstLineWithItsUnknownColumns() {
        Purchase first = empty(2, KnownRows.unknownBut(Column.PRIVATE));
        load(DuplicatePolicy.SKIP, List.of(first, full(3)), 1, List.of(2, 1));
        assertThat(row()).isEqualTo(KnownRows.inTable(first));
    }

    /// Another upload has replaced the row meanwhile: its values are from no line of this file.
    @Test
    default void lineFillsNothingAfterAnotherUploadReplacedTheRow() {
        List<Purchase> lines = List.of(
                new Purchase(2, CPF, null, null, null, BigDecimal.ONE, null, null, null),
                empty(3, KnownRows.unknownBut(Column.PRIVATE)));
        UploadId upload = KnownRows.queued(stores(), DuplicatePolicy.UPDATE, lines, 1);
        KnownRows.load(stores(), upload, lines, 1, 2);
        load(DuplicatePolicy.UPDATE, List.of(full(9)), 1, List.of(1));
        KnownRows.load(stores(), upload, lines, 1, 1);
        assertThat(row()).isEqualTo(lines.getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    default void partsInAnyOrderLeaveTheSameTableAsReadingInOrder(int seed) {
        Random random = new Random(seed);
        List<Purchase> old = KnownRows.random(random, 1, 4, 6, 0);
        List<Purchase> lines = KnownRows.random(random, 10, 24, 8, 1 + seed % 8);
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 8).boxed().toList());
        Collections.shuffle(order, random);
        Map<String, Purchase> expected = new HashMap<>();
        KnownRows.readInOrder(expected, DuplicatePolicy.SKIP, old);
        KnownRows.readInOrder(expected, DuplicatePolicy.UPDATE, lines);

        load(DuplicatePolicy.SKIP, old, 4, List.of(1));
        load(DuplicatePolicy.UPDATE, lines, 3, order);

        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    default void concurrentPartsLeaveTheSameTableAsReadingInOrder() throws Exception {
        Random random = new Random(20261130);
        List<Purchase> old = KnownRows.random(random, 1, 100, 200, 0);
        List<Purchase> lines = KnownRows.random(random, 1_000, 4_000, 300, 5);
        Map<String, Purchase> expected = new HashMap<>();
        KnownRows.readInOrder(expected, DuplicatePolicy.SKIP, old);
        KnownRows.readInOrder(expected, DuplicatePolicy.UPDATE, lines);
        load(DuplicatePolicy.SKIP, old, 100, List.of(1));
        UploadId upload = KnownRows.queued(stores(), DuplicatePolicy.UPDATE, lines, 200);

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Outcome>> loads = IntStream.rangeClosed(1, 20)
                    .mapToObj(number -> threads.submit(() -> KnownRows.load(stores(), upload, lines, 200, number)))
                    .collect(Collectors.toCollection(ArrayList::new));
            for (Future<Outcome> load : loads) {
                assertThat(load.get()).isInstanceOf(Outcome.Loaded.class);
            }
        }

        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(expected.values());
    }
}
