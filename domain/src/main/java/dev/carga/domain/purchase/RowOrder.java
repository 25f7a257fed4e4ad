package dev.carga.domain.purchase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Sorts the rows of a part by the bytes of their CPFs' texts. Comparing texts took as long as parsing the
/// lines; a CPF is a number, and sorting longs takes a tenth of that time.
final class RowOrder {

    /// A sort key has the CPF's eleven digits in its upper bits and the index of the row in this many lower
    /// bits. A part with more rows would have a gigabyte, because a line of eight columns has at least
    /// sixteen bytes.
    private static final int INDEX_BITS = 26;

    private static final Comparator<Purchase> BY_CPF =
            (a, b) -> Arrays.compareUnsigned(a.cpf().utf8(), b.cpf().utf8());

    private RowOrder() {}

    /// The rows sorted by CPF. Stable: rows with the same CPF keep their order.
    static List<Purchase> byCpf(List<Purchase> rows) {
        if (rows.size() >= 1 << INDEX_BITS) {
            return rows.stream().sorted(BY_CPF).toList();
        }
        long[] keys = new long[rows.size()];
        int count = 0;
        List<Purchase> others = new ArrayList<>(); // whose CPFs have another form
        for (int index = 0; index < rows.size(); index++) {
            long number = numberOf(rows.get(index).cpf().utf8());
            if (number < 0) {
                others.add(rows.get(index));
            } else {
                keys[count++] = number << INDEX_BITS | index;
            }
        }
        Arrays.sort(keys, 0, count);
        List<Purchase> sorted = new ArrayList<>(rows.size());
        for (int i = 0; i < count; i++) {
            sorted.add(rows.get((int) keys[i] & ((1 << INDEX_BITS) - 1)));
        }
        others.sort(BY_CPF);
        return others.isEmpty() ? sorted : merge(sorted, others);
    }

    /// Merges two sorted lists, of which the second is short: its positions are found by binary search, so
    /// that few texts are compared.
    private static List<Purchase> merge(List<Purchase> sorted, List<Purchase> others) {
        List<Purchase> all = new ArrayList<>(sorted.size() + others.size());
        int from = 0;
        for (Purchase row : others) {
            List<Purchase> rest = sorted.subList(from, sorted.size());
            List<Purchase> before = rest.subList(0, -1 - Collections.binarySearch(rest, row, BY_CPF));
            all.addAll(before);
            all.add(row);
            from += before.size();
        }
        all.addAll(sorted.subList(from, sorted.size()));
        return all;
    }

    /// The digits of a text in the form `000.000.000-00` as a number; -1 if it has another form.
    private static long numberOf(byte[] cpf) {
        if (cpf.length != 14 || cpf[3] != '.' || cpf[7] != '.' || cpf[11] != '-') {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < cpf.length; i++) {
            if (i == 3 || i == 7 || i == 11) {
                continue;
            }
            int digit = cpf[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
