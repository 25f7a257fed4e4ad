package dev.carga.domain.upload;

import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rows of a part after its own duplicates were resolved. Under [DuplicatePolicy#SKIP] the first line of a CPF
/// stays, under [DuplicatePolicy#UPDATE] the last one; it takes the columns that it lacks, or that cannot be read,
/// from the lines before it.
///
/// @param rows           sorted by CPF; under [DuplicatePolicy#FAIL] all rows, so that the database finds the
///                       duplicate
/// @param duplicateLines the line numbers of the rows that were dropped, in no order
public record DistinctRows(List<Purchase> rows, List<Long> duplicateLines) {

    /// Resolves the duplicates of a part.
    ///
    /// @param part its rows must be sorted by CPF, and by line where the CPF is the same
    public static DistinctRows of(ParsedPart part, DuplicatePolicy policy) {
        List<Purchase> rows = part.rows();
        if (policy == DuplicatePolicy.FAIL || !hasDuplicates(rows)) {
            return new DistinctRows(rows, List.of());
        }
        List<Purchase> kept = new ArrayList<>(rows.size());
        List<Long> duplicateLines = new ArrayList<>();
        for (Purchase row : rows) {
            if (kept.isEmpty() || !haveSameCpf(kept.getLast(), row)) {
                kept.add(row);
            } else if (policy.replaces(kept.getLast().line(), row.line())) {
                Purchase earlier = kept.removeLast();
                duplicateLines.add(earlier.line());
                kept.add(row.mergedOver(earlier));
            } else {
                duplicateLines.add(row.line());
            }
        }
        return new DistinctRows(kept, duplicateLines);
    }

    /// Most parts have no duplicates, and then their rows need not be copied.
    private static boolean hasDuplicates(List<Purchase> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (haveSameCpf(rows.get(i - 1), rows.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean haveSameCpf(Purchase one, Purchase other) {
        return Arrays.equals(one.cpf().utf8(), other.cpf().utf8());
    }
}
