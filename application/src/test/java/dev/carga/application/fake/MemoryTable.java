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

/// `user_purchase` in memory. Guarded by the lock of [InMemoryState].
final class MemoryTable {

    /// @param upload  the upload that its values came from
    /// @param addedBy the upload that added it
    /// @param lines   for each column, by its ordinal number, the line of `upload` that its value came from; 0
    ///                if from none
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(UploadId upload, UploadId addedBy, Purchase purchase, long[] lines) {

        /// The row with the values of this line alone.
        static Row of(UploadId upload, UploadId addedBy, Purchase purchase) {
            long[] lines = new long[Column.ALL.size()];
            for (Column column : Column.ALL) {
                lines[column.ordinal()] = purchase.isUnknown(column) ? 0 : purchase.line();
            }
            return new Row(upload, addedBy, purchase.withUnknown(0), lines);
        }

        /// The row after an update: columns that the line does not know keep their values.
        Row replacedBy(UploadId other, Purchase line) {
            Row replaced = of(other, addedBy, line.withColumnsOf(line.unknown(), purchase));
            for (Column column : Column.ALL) {
                if (line.isUnknown(column) && other.equals(upload)) {
                    replaced.lines[column.ordinal()] = lines[column.ordinal()];
                }
            }
            return replaced;
        }

        /// The row after an earlier line of the same file filled the columns that later lines did not know.
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

    /// The row of this CPF, with its origin.
    ///
    /// @param names returns the name of an upload's file
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

    private static PurchaseLookup.Origin origin(Row row, Function<UploadId, String> names) {
        UploadId upload = row.upload();
        return new PurchaseLookup.Origin(
                upload,
                names.apply(upload),
                row.purchase().line(),
                upload.equals(row.addedBy()) ? null : row.addedBy(),
                false);
    }

    /// Adds the rows of the part. Returns the event that this is for the part.
    Event add(UploadId upload, ParsedPart part, DuplicatePolicy policy) {
        return policy == DuplicatePolicy.FAIL ? addAllOrNone(upload, part) : addDistinct(upload, part, policy);
    }

    private Event addAllOrNone(UploadId upload, ParsedPart part) {
        Optional<Purchase> duplicate = firstDuplicate(part, rows.keySet());
        if (duplicate.isPresent()) {
            return duplicateCpf(duplicate.get());
        }
        part.rows().forEach(row -> rows.put(row.cpf().text(), Row.of(upload, upload, row)));
        return new Event.Load(part.counters(), List.of());
    }

    /// The first row, in the order of the file, whose CPF is taken or is that of an earlier row.
    private static Optional<Purchase> firstDuplicate(ParsedPart part, Set<String> taken) {
        Set<String> seen = new HashSet<>(taken);
        return part.rows().stream()
                .sorted(Comparator.comparingLong(Purchase::line))
                .filter(row -> !seen.add(row.cpf().text()))
                .findFirst();
    }

    private static Event duplicateCpf(Purchase row) {
        return new Event.Fail(new PartFailure(
                PartFailure.Code.DUPLICATE_CPF,
                "duplicate key value violates unique constraint \"user_purchase_cpf_key\"\nDETAIL:  Key (cpf)=("
                        + row.cpf().text() + ") already exists.",
                row.line()));
    }

    private Event addDistinct(UploadId upload, ParsedPart part, DuplicatePolicy policy) {
        DistinctRows distinct = DistinctRows.of(part, policy);
        List<Long> duplicates = new ArrayList<>(distinct.duplicateLines());
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
            duplicates.add(replaces && lineThere != null ? lineThere : row.line());
            if (policy == DuplicatePolicy.UPDATE) {
                keepReplaced(upload, there);
                rows.put(row.cpf().text(), replaces ? there.replacedBy(upload, row) : there.filledBy(row));
            } else if (replaces) {
                rows.put(row.cpf().text(), Row.of(upload, there.addedBy(), row));
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? duplicates.stream().sorted().toList() : List.of();
        return new Event.Load(policy.count(part.counters(), duplicates.size()), duplicateLines);
    }

    private void keepReplaced(UploadId upload, Row there) {
        if (!upload.equals(there.upload()) && !upload.equals(there.addedBy())) {
            replaced.computeIfAbsent(upload, _ -> new HashMap<>())
                    .putIfAbsent(there.purchase().cpf().text(), there);
        }
    }

    /// As [#add], without adding a row.
    ///
    /// @param dryRunLines the line whose values the row of each CPF would have after the earlier parts of the
    ///                    file; updated with this part
    Event dryRun(Map<String, Long> dryRunLines, ParsedPart part, DuplicatePolicy policy) {
        if (policy == DuplicatePolicy.FAIL) {
            return dryRunAllOrNone(dryRunLines, part);
        }
        DistinctRows distinct = DistinctRows.of(part, policy);
        List<Long> duplicates = new ArrayList<>(distinct.duplicateLines());
        for (Purchase row : distinct.rows()) {
            String cpf = row.cpf().text();
            @Nullable Long there = dryRunLines.get(cpf);
            if (rows.containsKey(cpf)) {
                duplicates.add(row.line());
            } else if (there == null || policy.replaces(there, row.line())) {
                dryRunLines.put(cpf, row.line());
                if (there != null) {
                    duplicates.add(there);
                }
            } else {
                duplicates.add(row.line());
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? duplicates.stream().sorted().toList() : List.of();
        return new Event.Load(policy.count(part.counters(), duplicates.size()), duplicateLines);
    }

    private Event dryRunAllOrNone(Map<String, Long> dryRunLines, ParsedPart part) {
        Set<String> taken = new HashSet<>(rows.keySet());
        taken.addAll(dryRunLines.keySet());
        Optional<Purchase> duplicate = firstDuplicate(part, taken);
        if (duplicate.isPresent()) {
            return duplicateCpf(duplicate.get());
        }
        part.rows().forEach(row -> dryRunLines.put(row.cpf().text(), row.line()));
        return new Event.Load(part.counters(), List.of());
    }

    /// Removes the rows that the upload added, and restores those that it replaced.
    ///
    /// @param undone whether an upload is undone or is being undone
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
                handOver(upload, cpf, was);
                kept += there == null || there.equals(was) ? 0 : 1;
            } else if (was.upload().equals(was.addedBy()) && undone.test(was.upload())) {
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

    /// An undo of the upload that replaced this upload's row restores the row that this upload replaced.
    private void handOver(UploadId upload, String cpf, Row was) {
        for (Map<String, Row> others : replaced.values()) {
            others.computeIfPresent(cpf, (_, row) -> upload.equals(row.upload()) ? was : row);
        }
    }
}
