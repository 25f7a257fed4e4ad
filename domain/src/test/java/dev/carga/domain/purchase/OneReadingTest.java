package dev.carga.domain.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.Recognition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// ADR 0029: a value is stored only if it has exactly one reading in the dialect of its file. Random
/// purchases are written in random dialects and read back, undamaged and damaged.
class OneReadingTest {

    private static final int FILES = 600;

    /// The result of reading a file: rows, and columns with issues, by line.
    private record Read(Layout layout, Map<Long, Purchase> rows, Map<Long, Set<Column>> issues) {

        boolean isCounted(long line, Column column) {
            return issues.getOrDefault(line, Set.of()).contains(column);
        }
    }

    /// Null if the file is refused.
    private static @Nullable Read read(byte[] file) {
        if (!(Recognition.of(file, file.length, true) instanceof Recognition.Recognised(Layout layout))) {
            return null;
        }
        List<CutPart> parts = new ArrayList<>();
        PartCutter cutter = new PartCutter(
                new CuttingRules(7, 1 << 16, 1 << 12),
                layout.headLines(),
                layout.lineFormat(),
                PartCutter.Room.UNLIMITED);
        cutter.add(file, 0, file.length, parts::add);
        cutter.finish(parts::add);
        Map<Long, Purchase> rows = new HashMap<>();
        Map<Long, Set<Column>> issues = new HashMap<>();
        for (CutPart part : parts) {
            ParsedPart parsed = new PartParser(1 << 12)
                    .parse(
                            part.bytes(),
                            part.firstLine(),
                            part.columns() == null
                                    ? layout.lineFormat()
                                    : layout.lineFormat().withColumns(part.columns()));
            parsed.rows().forEach(row -> rows.put(row.line(), row));
            for (LineIssue issue : parsed.issues()) {
                Set<Column> columns = issues.computeIfAbsent(issue.line(), _ -> new HashSet<>());
                columns.add(issue.column() == null ? Column.CPF : issue.column());
            }
        }
        return new Read(layout, rows, issues);
    }

    private static @Nullable Object value(Purchase purchase, Column column) {
        return switch (column) {
            case CPF -> purchase.cpf().text();
            case PRIVATE -> purchase.isPrivate();
            case INCOMPLETO -> purchase.incompleto();
            case DATA_ULTIMA_COMPRA -> purchase.dataUltimaCompra();
            case TICKET_MEDIO -> plain(purchase.ticketMedio());
            case TICKET_ULTIMA_COMPRA -> plain(purchase.ticketUltimaCompra());
            case LOJA_MAIS_FREQUENTE ->
                purchase.lojaMaisFrequente() == null
                        ? null
                        : purchase.lojaMaisFrequente().text();
            case LOJA_ULTIMA_COMPRA ->
                purchase.lojaUltimaCompra() == null
                        ? null
                        : purchase.lojaUltimaCompra().text();
        };
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros();
    }

    /// Whether the sender is warned that this column may be misread, because the file does not show how it is
    /// written.
    private static boolean isWarned(Layout layout, Column column) {
        return layout.findings().stream()
                .anyMatch(finding -> finding.column() == column
                        && finding.source() == Finding.Source.ASSUMED
                        && finding.against() > 0);
    }

    /// Asserts that each value of the row is the original one, or has an issue.
    ///
    /// @return the number of values with an issue
    private static int assertRight(Read read, Purchase original, Purchase row, String description) {
        int counted = 0;
        for (Column column : Column.ALL) {
            if (read.isCounted(row.line(), column)) {
                counted++;
            } else if (!isWarned(read.layout(), column)) {
                assertThat(value(row, column))
                        .as("%s, line %d, %s", description, row.line(), column)
                        .isEqualTo(value(original, column));
            }
        }
        return counted;
    }

    @Test
    void filesInAnyDialectAreReadBack() {
        int values = 0;
        int counted = 0;
        for (long seed = 0; seed < FILES; seed++) {
            WrittenFile file = new WrittenFile(seed);
            byte[] bytes = WrittenFile.bytes(file.lines());
            Read read = read(bytes);
            assertThat(read).as("seed %d", seed).isNotNull();
            assertThat(read.rows()).as("seed %d: %s", seed, read.issues()).hasSize(file.originals.size());
            for (Purchase original : file.originals) {
                Purchase row = read.rows().get(original.line());
                assertThat(row).as("seed %d, line %d", seed, original.line()).isNotNull();
                counted += assertRight(read, original, row, "seed " + seed);
                values += 8;
            }
        }
        assertThat(counted).as("of %d values", values).isLessThan(values / 100);
    }

    /// A file with one damage.
    ///
    /// @param originals by line, the row that it should give
    private record Damaged(List<String> lines, Map<Long, Purchase> originals) {}

    private static Damaged damage(WrittenFile file) {
        List<String> lines = file.lines();
        Map<Long, Purchase> originals = new HashMap<>();
        file.originals.forEach(purchase -> originals.put(purchase.line(), purchase));
        int row = file.random.nextInt(file.rows.size());
        int line = row + (file.header ? 1 : 0);
        List<String> fields = new ArrayList<>(file.rows.get(row));
        switch (file.random.nextInt(6)) {
            case 0 -> {
                fields.remove(file.random.nextInt(8));
                lines.set(line, file.line(fields));
            }
            case 1 -> {
                int place = file.order.indexOf(
                        file.random.nextBoolean() ? Column.TICKET_MEDIO : Column.TICKET_ULTIMA_COMPRA);
                char mark = file.comma ? ',' : '.';
                int at = fields.get(place).lastIndexOf(mark);
                BigDecimal amount = place == file.order.indexOf(Column.TICKET_MEDIO)
                        ? file.originals.get(row).ticketMedio()
                        : file.originals.get(row).ticketUltimaCompra();
                if (at >= 0 && amount != null && amount.scale() > 0) {
                    char other = file.comma ? '.' : ',';
                    fields.set(
                            place,
                            fields.get(place).substring(0, at)
                                    + other
                                    + fields.get(place).substring(at + 1));
                }
                lines.set(line, file.line(fields));
            }
            case 2 -> {
                int place = file.order.indexOf(Column.CPF);
                fields.set(place, fields.get(place).replaceFirst("^[0.]+", ""));
                lines.set(line, file.line(fields));
            }
            case 3 -> {
                if (file.header) {
                    String header = lines.removeFirst();
                    lines.add(row, header);
                    originals.clear();
                    for (Purchase purchase : file.originals) {
                        long now = purchase.line() - 1 <= row ? purchase.line() - 1 : purchase.line();
                        originals.put(now, purchase);
                    }
                }
            }
            case 4 -> {
                fields.add(file.random.nextInt(9), fields.get(file.random.nextInt(8)));
                lines.set(line, file.line(fields));
            }
            default -> {
                if (line + 1 < lines.size()) {
                    lines.set(line, lines.get(line) + lines.get(line + 1));
                }
            }
        }
        return new Damaged(lines, originals);
    }

    @Test
    void damagedFilesAreReadRightOrCountedOrRefused() {
        for (long seed = 0; seed < 10 * FILES; seed++) {
            WrittenFile file = new WrittenFile(seed);
            Damaged damaged = damage(file);
            Read read = read(WrittenFile.bytes(damaged.lines()));
            if (read == null) {
                continue;
            }
            for (Purchase row : read.rows().values()) {
                if (read.issues().containsKey(row.line())) {
                    continue;
                }
                Purchase original = damaged.originals().get(row.line());
                assertThat(original)
                        .as(
                                "seed %d, line %d: [%s]",
                                seed, row.line(), damaged.lines().get((int) row.line() - 1))
                        .isNotNull();
                assertRight(
                        read,
                        original,
                        row,
                        "seed " + seed + " [" + damaged.lines().get((int) row.line() - 1) + "] "
                                + read.layout().columns().columns());
            }
        }
    }
}
