package dev.carga.domain.purchase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Sorts the rows of a part by CPF, as the bytes of their texts compare. Comparing texts took as long as
/// reading the lines; a CPF is a number, though, and sorting longs takes a tenth of that.
final class RowOrder {

    /// A key holds the CPF's eleven digits, and below them the place of the row, in so many bits: a part
    /// with more rows would have a gigabyte, since a line of eight columns has sixteen bytes.
    private static final int PLACE_BITS = 26;

    private static final Comparator<Purchase> BY_CPF =
            (a, b) -> Arrays.compareUnsigned(a.cpf().utf8(), b.cpf().utf8());

    private RowOrder() {}

    /// The rows by CPF, those with the same CPF in the order they had.
    static List<Purchase> byCpf(List<Purchase> rows) {
        if (rows.size() >= 1 << PLACE_BITS) {
            return rows.stream().sorted(BY_CPF).toList();
        }
        long[] keys = new long[rows.size()];
        int count = 0;
        List<Purchase> odd = new ArrayList<>();
        for (int place = 0; place < rows.size(); place++) {
            long number = numberOf(rows.get(place).cpf().utf8());
            if (number < 0) {
                odd.add(rows.get(place));
            } else {
                keys[count++] = number << PLACE_BITS | place;
            }
        }
        Arrays.sort(keys, 0, count);
        List<Purchase> sorted = new ArrayList<>(rows.size());
        for (int i = 0; i < count; i++) {
            sorted.add(rows.get((int) keys[i] & ((1 << PLACE_BITS) - 1)));
        }
        odd.sort(BY_CPF);
        return odd.isEmpty() ? sorted : merge(sorted, odd);
    }

    /// A few odd ones among many: their places are searched for, so that few texts are compared.
    private static List<Purchase> merge(List<Purchase> sorted, List<Purchase> odd) {
        List<Purchase> all = new ArrayList<>(sorted.size() + odd.size());
        int from = 0;
        for (Purchase row : odd) {
            List<Purchase> rest = sorted.subList(from, sorted.size());
            List<Purchase> before = rest.subList(0, -1 - Collections.binarySearch(rest, row, BY_CPF));
            all.addAll(before);
            all.add(row);
            from += before.size();
        }
        all.addAll(sorted.subList(from, sorted.size()));
        return all;
    }

    /// The digits of a text in the form `000.000.000-00`; -1 if it has another form.
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
