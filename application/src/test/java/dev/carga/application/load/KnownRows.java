package dev.carga.application.load;

import dev.carga.application.Stores;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.document.InvalidDocument;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Parts whose rows are generated instead of parsed, with unknown columns.
public final class KnownRows {

    private static final int ALL = (1 << Column.ALL.size()) - 1;

    private KnownRows() {}

    /// Rows on consecutive lines, each with one of `cpfs` CPFs.
    ///
    /// @param unknownOfTen about how many of ten columns are unknown
    public static List<Purchase> random(Random random, long firstLine, int lines, int cpfs, int unknownOfTen) {
        List<Purchase> rows = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            int unknown = 0;
            for (Column column : Column.ALL) {
                unknown |= column != Column.CPF && random.nextInt(10) < unknownOfTen ? Purchase.bit(column) : 0;
            }
            rows.add(row(firstLine + i, Cpf.ofRoot(1 + random.nextInt(cpfs)), random, unknown));
        }
        return rows;
    }

    private static Purchase row(long line, Document cpf, Random random, int unknown) {
        Purchase all = new Purchase(
                line,
                cpf,
                random.nextInt(5) == 0 ? null : random.nextBoolean(),
                random.nextInt(5) == 0 ? null : random.nextBoolean(),
                random.nextInt(5) == 0 ? null : LocalDate.of(2011, 1, 1).plusDays(random.nextInt(4_000)),
                random.nextInt(5) == 0 ? null : BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2),
                random.nextInt(5) == 0 ? null : BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2),
                store(random),
                store(random));
        Purchase nothing = new Purchase(line, cpf, null, null, null, null, null, null, null);
        return all.withColumnsOf(unknown, nothing).withUnknown(unknown);
    }

    private static @Nullable Document store(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> Cnpj.read("79379491000183");
            default -> new InvalidDocument("x" + random.nextInt(100));
        };
    }

    /// The row as the table stores it, without the information which columns are unknown.
    public static Purchase inTable(Purchase row) {
        return row.withUnknown(0);
    }

    /// Applies the lines of one file to a table, line by line.
    public static void readInOrder(Map<String, Purchase> table, DuplicatePolicy policy, List<Purchase> lines) {
        for (Purchase line : lines) {
            String cpf = line.cpf().text();
            if (policy == DuplicatePolicy.UPDATE && table.containsKey(cpf)) {
                table.put(cpf, inTable(line.mergedOver(table.get(cpf))));
            } else {
                table.putIfAbsent(cpf, inTable(line));
            }
        }
    }

    /// An upload with `linesPerPart` lines in each part, all queued.
    public static UploadId queued(Stores stores, DuplicatePolicy policy, List<Purchase> lines, int linesPerPart) {
        CutPart[] parts = IntStream.range(0, Math.ceilDiv(lines.size(), linesPerPart))
                .mapToObj(i -> {
                    List<Purchase> some = part(lines, linesPerPart, i + 1);
                    String[] text = some.stream().map(row -> row.cpf().text()).toArray(String[]::new);
                    return Stores.part(i + 1, some.getFirst().line(), text);
                })
                .toArray(CutPart[]::new);
        UploadId upload = stores.queued(policy, parts);
        stores.uploads().close(upload, ReceptionState.RECEIVED, 100, null);
        return upload;
    }

    private static List<Purchase> part(List<Purchase> lines, int linesPerPart, int number) {
        int from = (number - 1) * linesPerPart;
        return lines.subList(from, Math.min(from + linesPerPart, lines.size()));
    }

    /// Loads one part of [#queued].
    public static PartLoader.Outcome load(
            Stores stores, UploadId upload, List<Purchase> lines, int linesPerPart, int number) {
        return stores.loader()
                .load(new PartRef(upload, number), (_, _, _, _) -> parsed(part(lines, linesPerPart, number)));
    }

    private static ParsedPart parsed(List<Purchase> lines) {
        Counters.Builder counts = new Counters.Builder();
        lines.forEach(_ -> counts.added());
        List<Purchase> rows = lines.stream()
                .sorted(Comparator.comparing((Purchase row) -> row.cpf().utf8(), Arrays::compareUnsigned)
                        .thenComparingLong(Purchase::line))
                .toList();
        return new ParsedPart(rows, counts.build(), List.of());
    }

    /// The bits of all columns except these.
    public static int unknownBut(Column... known) {
        int unknown = ALL & ~Purchase.bit(Column.CPF);
        for (Column column : known) {
            unknown &= ~Purchase.bit(column);
        }
        return unknown;
    }
}
