package dev.carga.domain.upload;

import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is left of a part's rows when its own duplicates have given way to each other. Under
/// [DuplicatePolicy#UPDATE] a later line leaves those columns to the earlier one of which it says nothing
/// that can be read.
///
/// @param rows     in their order; under [DuplicatePolicy#FAIL] all of them, so that the duplicates are found
/// out
/// @param givenWay the lines of the others, in no order
public record DistinctRows(List<Purchase> rows, List<Long> givenWay) {

    /// Relies on the order of the rows: by CPF, and by line where the CPF is the same.
    public static DistinctRows of(ParsedPart part, DuplicatePolicy policy) {
        List<Purchase> rows = part.rows();
        if (policy == DuplicatePolicy.FAIL || !hasDuplicates(rows)) {
            return new DistinctRows(rows, List.of());
        }
        List<Purchase> kept = new ArrayList<>(rows.size());
        List<Long> givenWay = new ArrayList<>();
        for (Purchase row : rows) {
            if (kept.isEmpty() || !haveOneCpf(kept.getLast(), row)) {
                kept.add(row);
            } else if (policy.replaces(kept.getLast().line(), row.line())) {
                Purchase earlier = kept.removeLast();
                givenWay.add(earlier.line());
                kept.add(row.over(earlier));
            } else {
                givenWay.add(row.line());
            }
        }
        return new DistinctRows(kept, givenWay);
    }

    /// Most files have none, and need no copy of their rows.
    private static boolean hasDuplicates(List<Purchase> rows) {
        for (int i = 1; i < rows.size(); i++) {
            if (haveOneCpf(rows.get(i - 1), rows.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean haveOneCpf(Purchase one, Purchase other) {
        return Arrays.equals(one.cpf().utf8(), other.cpf().utf8());
    }
}
