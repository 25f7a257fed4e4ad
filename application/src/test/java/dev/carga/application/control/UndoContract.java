package dev.carga.application.control;

import static dev.carga.application.Stores.finish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.load.KnownRows;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.report.UploadView.Removal;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How every [UploadControl] undoes uploads of the same rows, any of them, in any order.
public interface UndoContract {

    Stores stores();

    /// The expected table: for each CPF a stack of the rows that uploads left, without undone ones. The table
    /// shows the top of the stack; an undo removes a layer anywhere in it.
    final class Model {

        /// The row that an upload left.
        private record Layer(UploadId upload, Purchase row) {}

        private final Map<String, List<Layer>> layers = new HashMap<>();

        Map<String, Purchase> table() {
            Map<String, Purchase> table = new HashMap<>();
            layers.forEach((cpf, all) -> table.put(cpf, all.getLast().row()));
            return table;
        }

        void load(UploadId upload, DuplicatePolicy policy, List<Purchase> lines) {
            Map<String, Purchase> before = table();
            Map<String, Purchase> after = table();
            KnownRows.readInOrder(after, policy, lines);
            after.forEach((cpf, row) -> {
                if (!row.equals(before.get(cpf))) {
                    layers.computeIfAbsent(cpf, _ -> new ArrayList<>()).add(new Layer(upload, row));
                }
            });
        }

        Removal undo(UploadId upload) {
            long removed = 0;
            long restored = 0;
            long kept = 0;
            for (List<Layer> all : layers.values()) {
                boolean isOnTop = all.getLast().upload().equals(upload);
                if (all.removeIf(layer -> layer.upload().equals(upload))) {
                    removed += isOnTop && all.isEmpty() ? 1 : 0;
                    restored += isOnTop && !all.isEmpty() ? 1 : 0;
                    kept += isOnTop ? 0 : 1;
                }
            }
            layers.values().removeIf(List::isEmpty);
            return new Removal(removed, restored, kept);
        }
    }

    /// Loads one or two parts, in any order. No two uploads have a line number in common, so that each row
    /// shows its upload.
    private UploadId load(Model model, DuplicatePolicy policy, Random random, int firstLine) {
        int lines = 2 + random.nextInt(8);
        List<Purchase> file = KnownRows.random(random, firstLine, lines, 10, random.nextInt(5));
        int linesOfAPart = random.nextBoolean() ? lines : Math.ceilDiv(lines, 2);
        UploadId upload = KnownRows.queued(stores(), policy, file, linesOfAPart);
        List<Integer> order = new ArrayList<>(IntStream.rangeClosed(1, Math.ceilDiv(lines, linesOfAPart))
                .boxed()
                .toList());
        Collections.shuffle(order, random);
        for (int part : order) {
            assertThat(KnownRows.load(stores(), upload, file, linesOfAPart, part))
                    .isInstanceOf(Outcome.Loaded.class);
        }
        model.load(upload, policy, file);
        return upload;
    }

    private void undo(Model model, UploadId upload) {
        Removal expected = model.undo(upload);
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        finish(stores().control(), upload);
        assertThat(stores().queries().summary(upload).orElseThrow().removal()).isEqualTo(expected);
        assertMatches(model);
    }

    private void assertMatches(Model model) {
        assertThat(stores().rows())
                .containsExactlyInAnyOrderElementsOf(model.table().values());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    default void undosInAnyOrderRestoreTheTable(int seed) {
        Random random = new Random(seed);
        Model model = new Model();
        load(model, DuplicatePolicy.SKIP, random, 1);
        List<Purchase> before = stores().rows();
        List<UploadId> remaining = new ArrayList<>();
        for (int step = 1; step <= 8; step++) {
            if (!remaining.isEmpty() && random.nextInt(4) == 0) {
                undo(model, remaining.remove(random.nextInt(remaining.size())));
            }
            DuplicatePolicy policy = random.nextInt(3) == 0 ? DuplicatePolicy.SKIP : DuplicatePolicy.UPDATE;
            remaining.add(load(model, policy, random, step * 1_000));
            assertMatches(model);
        }

        Collections.shuffle(remaining, random);
        remaining.forEach(upload -> undo(model, Objects.requireNonNull(upload)));

        assertThat(stores().rows()).containsExactlyInAnyOrderElementsOf(before);
    }
}
