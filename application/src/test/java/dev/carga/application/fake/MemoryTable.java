package dev.carga.application.fake;

import dev.carga.application.report.PurchaseLookup;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DistinctRows;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState.Event;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `user_purchase` in memory. Its user sees to it that one call comes after the other.
final class MemoryTable {

    /// @param upload  where its values came from
    /// @param addedBy the upload that added it; null if it was there before
    private record Row(@Nullable UploadId upload, @Nullable UploadId addedBy, Purchase purchase) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    List<Purchase> rows() {
        return rows.values().stream().map(Row::purchase).toList();
    }

    /// A row of before.
    void put(Purchase purchase) {
        rows.put(purchase.cpf().text(), new Row(null, null, purchase));
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
        part.rows().forEach(row -> rows.put(row.cpf().text(), new Row(upload, upload, row)));
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
        List<Long> givenWay = new ArrayList<>(distinct.givenWay());
        for (Purchase row : distinct.rows()) {
            Row there = rows.putIfAbsent(row.cpf().text(), new Row(upload, upload, row));
            if (there == null) {
                continue;
            }
            @Nullable
            Long lineThere = upload.equals(there.upload())
                    ? Long.valueOf(there.purchase().line())
                    : null;
            if (policy.replaces(lineThere, row.line())) {
                rows.put(row.cpf().text(), new Row(upload, there.addedBy(), row));
                givenWay.add(lineThere == null ? row.line() : lineThere);
            } else {
                givenWay.add(row.line());
            }
        }
        List<Long> duplicateLines =
                policy == DuplicatePolicy.SKIP ? givenWay.stream().sorted().toList() : List.of();
        return new Event.Load(policy.count(part.counters(), givenWay.size()), duplicateLines);
    }

    /// Adds nothing, and tells what would become of the part.
    ///
    /// @param wouldBe the lines of the same file that would hold each CPF by now
    Event pretend(Map<String, Long> wouldBe, ParsedPart part, DuplicatePolicy policy) {
        if (policy == DuplicatePolicy.FAIL) {
            return pretendAllOrNone(wouldBe, part);
        }
        DistinctRows distinct = DistinctRows.of(part, policy);
        List<Long> givenWay = new ArrayList<>(distinct.givenWay());
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

    /// Removes the rows that the upload added, but for those that another one has updated since.
    ///
    /// @return how many were removed, and how many were kept
    int[] remove(UploadId upload) {
        int before = rows.size();
        rows.values().removeIf(row -> upload.equals(row.addedBy()) && upload.equals(row.upload()));
        int kept = (int) rows.values().stream()
                .filter(row -> upload.equals(row.addedBy()))
                .count();
        return new int[] {before - rows.size(), kept};
    }
}
