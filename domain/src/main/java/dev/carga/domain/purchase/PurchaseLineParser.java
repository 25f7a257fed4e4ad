package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.layout.Utf8;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/// Reads one line of the blank-aligned layout: eight columns, any run of blanks or tabs between them, in UTF-8.
///
/// Not thread-safe: it keeps the places of the columns between calls, so that a line costs no allocation but its
/// row.
public final class PurchaseLineParser {

    /// The columns, in the order of the file.
    public static final int COLUMNS = 8;

    /// The width of the document columns of `user_purchase`, in characters.
    public static final int DOCUMENT_CHARS = 20;

    private static final int CPF = 0;
    private static final int PRIVATE = 1;
    private static final int INCOMPLETO = 2;
    private static final int DATA_ULTIMA_COMPRA = 3;
    private static final int TICKET_MEDIO = 4;
    private static final int TICKET_ULTIMA_COMPRA = 5;
    private static final int LOJA_MAIS_FREQUENTE = 6;
    private static final int LOJA_ULTIMA_COMPRA = 7;

    private static final LineResult BLANK = new LineResult.Blank();

    private final int maxLineBytes;
    /// Where each column starts and ends, in turns; the last place only tells that there is one too many.
    private final int[] bounds = new int[2 * COLUMNS + 1];

    private @Nullable EnumSet<Flaw> flaws;

    /// @param maxLineBytes a longer line, its line end left aside, is rejected
    public PurchaseLineParser(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// Reads the line at `bytes[from, to)`, with or without its `\n` or `\r\n`.
    ///
    /// @param number the line's number in the file, from 1
    public LineResult parse(byte[] bytes, int from, int to, long number) {
        int end = to;
        end -= end > from && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > from && bytes[end - 1] == '\r' ? 1 : 0;
        int count = end - from > maxLineBytes ? -1 : EightBytes.findColumns(bytes, from, end, bounds);
        if (count < 0) {
            return parseOdd(bytes, from, end, number);
        }
        return count == 0 ? BLANK : parseColumns(bytes, count, number);
    }

    /// A line that is long, or holds something else than printable ASCII and spaces.
    private LineResult parseOdd(byte[] bytes, int from, int to, long number) {
        int end = endOfText(bytes, from, to);
        if (end == from) {
            return BLANK;
        }
        if (end - from > maxLineBytes) {
            return new LineResult.Rejected(Rejection.LINE_TOO_LONG);
        }
        return switch (Utf8.check(bytes, from, end)) {
            case NUL_BYTE -> new LineResult.Rejected(Rejection.NUL_BYTE);
            case MALFORMED -> new LineResult.Rejected(Rejection.INVALID_ENCODING);
            case GOOD -> parseColumns(bytes, findColumns(bytes, from, end), number);
        };
    }

    private LineResult parseColumns(byte[] bytes, int count, long number) {
        if (count != 2 * COLUMNS) {
            return new LineResult.Rejected(Rejection.WRONG_COLUMNS);
        }
        if (isNull(bytes, CPF)) {
            return new LineResult.Rejected(Rejection.MISSING_CPF);
        }
        if (isTooLong(bytes, CPF) || isTooLong(bytes, LOJA_MAIS_FREQUENTE) || isTooLong(bytes, LOJA_ULTIMA_COMPRA)) {
            return new LineResult.Rejected(Rejection.VALUE_TOO_LONG);
        }
        return row(bytes, number);
    }

    private LineResult row(byte[] bytes, long number) {
        flaws = null;
        Document cpf = Cpf.read(bytes, start(CPF), end(CPF));
        noteUnless(cpf.isValid(), Flaw.INVALID_CPF);
        Purchase purchase = new Purchase(
                number,
                cpf,
                flag(bytes, PRIVATE, Flaw.INVALID_PRIVATE),
                flag(bytes, INCOMPLETO, Flaw.INVALID_INCOMPLETO),
                date(bytes),
                decimal(bytes, TICKET_MEDIO, Flaw.INVALID_TICKET_MEDIO),
                decimal(bytes, TICKET_ULTIMA_COMPRA, Flaw.INVALID_TICKET_ULTIMA_COMPRA),
                cnpj(bytes, LOJA_MAIS_FREQUENTE, Flaw.INVALID_LOJA_MAIS_FREQUENTE),
                cnpj(bytes, LOJA_ULTIMA_COMPRA, Flaw.INVALID_LOJA_ULTIMA_COMPRA));
        return new LineResult.Row(purchase, flaws == null ? Set.of() : flaws);
    }

    /// The end of the line without its trailing blanks and line end.
    private static int endOfText(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlankOrLineEnd(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isBlankOrLineEnd(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /// The same as [EightBytes#findColumns], for what that gives up at: tabs are blanks too, and every other
    /// character is part of a column.
    private int findColumns(byte[] bytes, int from, int to) {
        int count = 0;
        boolean inColumn = false;
        for (int i = from; i < to && count < bounds.length; i++) {
            if (inColumn == isBlank(bytes[i])) {
                bounds[count++] = i;
                inColumn = !inColumn;
            }
        }
        if (inColumn && count < bounds.length) {
            bounds[count++] = to;
        }
        return count;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private int start(int column) {
        return bounds[2 * column];
    }

    private int end(int column) {
        return bounds[2 * column + 1];
    }

    private boolean isNull(byte[] bytes, int column) {
        return Fields.isNull(bytes, start(column), end(column));
    }

    private boolean isTooLong(byte[] bytes, int column) {
        int from = start(column);
        int to = end(column);
        return to - from > DOCUMENT_CHARS && Utf8.countCharacters(bytes, from, to) > DOCUMENT_CHARS;
    }

    private @Nullable Boolean flag(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        Boolean flag = Fields.flag(bytes, start(column), end(column));
        noteUnless(flag != null, flaw);
        return flag;
    }

    private @Nullable LocalDate date(byte[] bytes) {
        if (isNull(bytes, DATA_ULTIMA_COMPRA)) {
            return null;
        }
        LocalDate date = Fields.date(bytes, start(DATA_ULTIMA_COMPRA), end(DATA_ULTIMA_COMPRA));
        noteUnless(date != null, Flaw.INVALID_DATE);
        return date;
    }

    private @Nullable BigDecimal decimal(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        BigDecimal decimal = Fields.decimal(bytes, start(column), end(column));
        noteUnless(decimal != null, flaw);
        return decimal;
    }

    private @Nullable Document cnpj(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        Document cnpj = Cnpj.read(bytes, start(column), end(column));
        noteUnless(cnpj.isValid(), flaw);
        return cnpj;
    }

    private void noteUnless(boolean good, Flaw flaw) {
        if (good) {
            return;
        }
        if (flaws == null) {
            flaws = EnumSet.of(flaw);
        } else {
            flaws.add(flaw);
        }
    }
}
