package dev.carga.application.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.CutPart;

/// Good rows for the tests: the row of a number is always the same, and no two numbers share a CPF.
public final class Rows {

    private static final String REST = "  0  1  2011-11-23  1.000,12  0,59  79.379.491/0008-50  NULL\n";

    private Rows() {}

    /// The CPF of the row, in canonical form.
    public static String cpf(int number) {
        return Cpf.ofRoot(number).text();
    }

    /// The rows with the numbers `[from, to)`, a line each. Numbers run from 1.
    public static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int number = from; number < to; number++) {
            lines.append(cpf(number)).append(REST);
        }
        return lines.toString();
    }

    /// Part `number` of a file of which each part has `rows` rows.
    public static CutPart part(int number, int rows) {
        int from = 1 + (number - 1) * rows;
        return new CutPart(number, from, rows, lines(from, from + rows).getBytes(US_ASCII));
    }
}
