package dev.carga.application.fake;

import dev.carga.application.report.PurchaseLookup;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DistinctRows;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState.Event;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// `user_purchase` in memory. Its user sees to it that one call comes after the other.
final class MemoryTable {

    /// @param upload  where its values came from
    /// @param addedBy the upload that added it; null if it was there before
    /// @param lines   of each column, by its ordinal number, the line of that upload its value is from; 0 if
    ///                from none
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(@Nullable UploadId upload, @Nullable UploadId addedBy, Purchase purchase, long[] lines) {

        /// One that is as its line has it.
        static Row of(@Nullable UploadId upload, @Nullable UploadId addedBy, Purchase purchase) {
            long[] lines = new long[Column.ALL.size()];
            for (Column column : Column.ALL) {
                lines[column.ordinal()] = purchase.isUnknown(column) ? 0 : purchase.line();
            }
            return new Row(upload, addedBy, purchase.withUnknown(0), lines);
        }

        /// The line replaces the row, but for what it leaves unsaid.
        Row replacedBy(UploadId other, Purchase line) {
            Row replaced = of(other, addedBy, line.withColumnsOf(line.unknown(), purchase));
            for (Column column : Column.ALL) {
                if (line.isUnknown(column) && other.equals(upload)) {
                    replaced.lines[column.ordinal()] = lines[column.ordinal()];
                }
            }
            return replaced;
        }

        /// An earlier line says what the later ones of its file have left unsaid.
        Row filledBy(Purchase earlier) {
            int filled = 0;
            long[] from = lines.clone();
            for (Column column : Column.ALL) {
                if (!earlier.isUnknown(column) && lines[column.ordinal()] < earlier.line()) {
                    filled |= Purchase.bit(column);
                    from[column.ordinal()] = earlier.line();
                }
            }
            return new Row(upload, addedBy, purchase.withColumnsOf(filled, earlier), from);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /// What each upload has replaced, by CPF.
    private final Map<UploadId, Map<String, Row>> replaced = new HashMap<>();

    List<Purchase> rows() {
        return rows.values().stream().map(Row::purchase).toList();
    }

    /// A row of before.
    void put(Purchase purchase) {
        rows.put(purchase.cpf().text(), Row.of(null, null, purchase));
    }

    /// The row of this CPF, and where it came from; the name is for the caller to know.
    Optional<PurchaseLookup.Found> find(String cpf, Function<UploadId, String> names) {
        return Optional.ofNullable(rows.get(cpf))
                .map(row -> new PurchaseLookup.Found(values(row.purchase()), origin(row, names)));
    }

    private static PurchaseLookup.Row values(Purchase row) {
        @Nullable Document frequent = row.lojaMaisFrequente();
        @Nullable Document last = row.lojaUltimaCompra();
        return new PurchaseLookup.Row(
                row.cpf().text(),
                row.isPrivate(),
                row.incompleto(),
                row.dataUltimaCompra(),
                row.ticketMedio(),
                row.ticketUltimaCompra(),
                frequent == null ? null : frequent.text(),
                last == null ? null : last.text(),
                row.cpf().isValid(),
                frequent == null ? null : Boolean.valueOf(frequent.isValid()),
                last == null ? null : Boolean.valueOf(last.isValid()));
    }

    private static PurchaseLookup.@Nullable Origin origin(Row row, Function<UploadId, String> names) {
        @Nullable UploadId upload = row.upload();
        return upload == null
                ? null
                : new PurchaseLookup.Origin(
                        upload,
                        names.apply(upload),
                        row.purchase().line(),
                        upload.equals(row.addedBy()) ? null : row.addedBy(),
                        row.addedBy() == null);
    }

    /// Adds the part's rows, and tells what that makes of the part.
    Event add(UploadId upload, ParsedPart part, DuplicatePolicy policy) {
        return policy == DuplicatePolicy.FAIL ? addAllOrNone(upload, part) : addDistinct(upload, part, policy);
    }

    private Event addAllOrNone(UploadId upload, ParsedPart part) {
        Optional<Purchase> duplicate = firstDuplicate(part, rows.keySet());
        if (duplicate.isPresent()) {
            return takenCpf(duplicate.get());
        }
        part.rows().forEach(row -> rows.put(row.cpf().text(), Row.of(upload, upload, row)));
        return new Event.Load(part.counters(), List.of());
    }

    /// The first row, in the order of the file, whose CPF is taken, or is that of a row before.
    private static Optional<Purchase> firstDuplicate(ParsedPart part, Set<String> taken) {
        Set<String> seen = new HashSet<>(taken);
        return part.rows().stream()
                .sorted(Comparator.comparingLong(Purchase::line))
                .filter(row -> !seen.add(row.cpf().text()))
                .findFirst();
    }

    private static Event takenCpf(Purchase row) {
        return new Event.Fail(new PartFailure(
                PartFailure.Code.DUPLICATE_CPF,
                "duplicate key value violates unique constraint \"user_purchase_cpf_key\"\nDETAIL:  Key (cpf)=("
                        + row.cpf().text() + ") already exists.",
                row.line()));
    }

    private Event addDistinct(UploadId upload, ParsedPart part, DuplicatePolicy policy) {
        DistinctRows distinct = DistinctRows.of(part, policy);
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        for (Purchase row : distinct.rows()) {
            Row there = rows.putIfAbsent(row.cpf().text(), Row.of(upload, upload, row));
            if (there == null) {
                continue;
            }
            @Nullable
            Long lineThere = upload.equals(there.upload())
                    ? Long.valueOf(there.purchase().line())
                    : null;
            boolean replaces = policy.replaces(lineThere, row.line());
            givenWay.add(replaces && lineThere != null ? lineThere : row.line());
            if (policy == DuplicatePolicy.UPDATE) {
                keep(upload, there);
                rows.put(row.cpf().text(), replaces ? there.replacedBy(upload, row) : there.filledBy(row));
            } else if (replaces) {
                rows.put(row.cpf().text(), Row.of(upload, there.addedBy(), row));
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? givenWay.stream().sorted().toList() : List.of();
        return new Event.Load(policy.count(part.counters(), givenWay.size()), duplicateLines);
    }

    private void keep(UploadId upload, Row there) {
        if (!upload.equals(there.upload()) && !upload.equals(there.addedBy())) {
            replaced.computeIfAbsent(upload, _ -> new HashMap<>())
                    .putIfAbsent(there.purchase().cpf().text(), there);
        }
    }

    /// Forgets what uploads have replaced.
    void forgetReplaced() {
        replaced.clear();
    }

    /// Adds nothing, and tells what would become of the part.
    ///
    /// @param wouldBe the lines of the same file that would hold each CPF by now
    Event pretend(Map<String, Long> wouldBe, ParsedPart part, DuplicatePolicy policy) {
        if (policy == DuplicatePolicy.FAIL) {
            return pretendAllOrNone(wouldBe, part);
        }
        DistinctRows distinct = DistinctRows.of(part, policy);
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        for (Purchase row : distinct.rows()) {
            String cpf = row.cpf().text();
            @Nullable Long there = wouldBe.get(cpf);
            if (rows.containsKey(cpf)) {
                givenWay.add(row.line());
            } else if (there == null || policy.replaces(there, row.line())) {
                wouldBe.put(cpf, row.line());
                if (there != null) {
                    givenWay.add(there);
                }
            } else {
                givenWay.add(row.line());
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? givenWay.stream().sorted().toList() : List.of();
        return new Event.Load(policy.count(part.counters(), givenWay.size()), duplicateLines);
    }

    private Event pretendAllOrNone(Map<String, Long> wouldBe, ParsedPart part) {
        Set<String> taken = new HashSet<>(rows.keySet());
        taken.addAll(wouldBe.keySet());
        Optional<Purchase> duplicate = firstDuplicate(part, taken);
        if (duplicate.isPresent()) {
            return takenCpf(duplicate.get());
        }
        part.rows().forEach(row -> wouldBe.put(row.cpf().text(), row.line()));
        return new Event.Load(part.counters(), List.of());
    }

    /// Takes back what the upload has added and replaced.
    ///
    /// @param undone whether an upload has been undone, or is about to be
    UploadView.Removal undo(UploadId upload, Predicate<UploadId> undone) {
        int before = rows.size();
        int restored = 0;
        int kept = 0;
        Map<String, Row> versions = replaced.getOrDefault(upload, Map.of());
        replaced.remove(upload);
        for (Map.Entry<String, Row> version : versions.entrySet()) {
            String cpf = version.getKey();
            Row was = version.getValue();
            @Nullable Row there = rows.get(cpf);
            boolean hasItsValues = there != null && upload.equals(there.upload());
            if (!hasItsValues) {
                passOn(upload, cpf, was);
                kept += there == null || there.equals(was) ? 0 : 1;
            } else if (was.upload() != null && was.upload().equals(was.addedBy()) && undone.test(was.upload())) {
                rows.remove(cpf);
            } else {
                rows.put(cpf, was);
                restored++;
            }
        }
        rows.values().removeIf(row -> upload.equals(row.addedBy()) && upload.equals(row.upload()));
        kept += (int) rows.values().stream()
                .filter(row -> upload.equals(row.addedBy()) || upload.equals(row.upload()))
                .count();
        return new UploadView.Removal(before - rows.size(), restored, kept);
    }

    /// Who has replaced the upload's row brings back what the upload would have brought back.
    private void passOn(UploadId upload, String cpf, Row was) {
        for (Map<String, Row> others : replaced.values()) {
            others.computeIfPresent(cpf, (_, row) -> upload.equals(row.upload()) ? was : row);
        }
    }
}
