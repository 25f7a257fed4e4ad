package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
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
    private final int[] start = new int[COLUMNS];
    private final int[] end = new int[COLUMNS];
    private @Nullable EnumSet<Flaw> flaws;

    /// @param maxLineBytes a longer line, its line end left aside, is rejected
    public PurchaseLineParser(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// Reads the line at `bytes[from, to)`, with or without its `\n` or `\r\n`.
    ///
    /// @param number the line's number in the file, from 1
    public LineResult parse(byte[] bytes, int from, int to, long number) {
        int lineEnd = endOfText(bytes, from, to);
        if (lineEnd == from) {
            return BLANK;
        }
        if (lineEnd - from > maxLineBytes) {
            return new LineResult.Rejected(Rejection.LINE_TOO_LONG);
        }
        switch (Utf8.check(bytes, from, lineEnd)) {
            case NUL_BYTE -> {
                return new LineResult.Rejected(Rejection.NUL_BYTE);
            }
            case MALFORMED -> {
                return new LineResult.Rejected(Rejection.INVALID_ENCODING);
            }
            case GOOD -> {}
        }
        int columns = findColumns(bytes, from, lineEnd);
        if (columns != COLUMNS) {
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
        Document cpf = Cpf.read(bytes, start[CPF], end[CPF]);
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

    /// Finds where each column starts and ends; answers how many there are, [#COLUMNS] + 1 for any number beyond.
    private int findColumns(byte[] bytes, int from, int to) {
        int columns = 0;
        int i = from;
        while (true) {
            while (i < to && isBlank(bytes[i])) {
                i++;
            }
            if (i == to) {
                return columns;
            }
            if (columns == COLUMNS) {
                return COLUMNS + 1;
            }
            start[columns] = i;
            while (i < to && (bytes[i] > ' ' || !isBlank(bytes[i]))) {
                i++;
            }
            end[columns++] = i;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private boolean isNull(byte[] bytes, int column) {
        return Fields.isNull(bytes, start[column], end[column]);
    }

    private boolean isTooLong(byte[] bytes, int column) {
        int from = start[column];
        int to = end[column];
        return to - from > DOCUMENT_CHARS && Utf8.countCharacters(bytes, from, to) > DOCUMENT_CHARS;
    }

    private @Nullable Boolean flag(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        Boolean flag = Fields.flag(bytes, start[column], end[column]);
        noteUnless(flag != null, flaw);
        return flag;
    }

    private @Nullable LocalDate date(byte[] bytes) {
        if (isNull(bytes, DATA_ULTIMA_COMPRA)) {
            return null;
        }
        LocalDate date = Fields.date(bytes, start[DATA_ULTIMA_COMPRA], end[DATA_ULTIMA_COMPRA]);
        noteUnless(date != null, Flaw.INVALID_DATE);
        return date;
    }

    private @Nullable BigDecimal decimal(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        BigDecimal decimal = Fields.decimal(bytes, start[column], end[column]);
        noteUnless(decimal != null, flaw);
        return decimal;
    }

    private @Nullable Document cnpj(byte[] bytes, int column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        Document cnpj = Cnpj.read(bytes, start[column], end[column]);
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
