package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dates;
import dev.carga.domain.dialect.Decimals;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.layout.Utf8;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Reads one line: eight columns, between them any run of blanks or tabs or one separator, as the file's layout has it.
///
/// Not thread-safe: it keeps the places of the columns between calls, so that a line costs no allocation but its
/// row.
public final class PurchaseLineParser {

    public static final int COLUMNS = Column.ALL.size();

    /// The width of the document columns of `user_purchase`, in characters.
    public static final int DOCUMENT_CHARS = 20;

    private static final Charset WINDOWS_1252 = TextEncoding.WINDOWS_1252.charset();
    /// What Java makes of the five bytes that Windows-1252 has no character for.
    private static final char UNDECODABLE = '\uFFFD';

    private static final List<Column> DOCUMENTS =
            List.of(Column.CPF, Column.LOJA_MAIS_FREQUENTE, Column.LOJA_ULTIMA_COMPRA);

    private static final Dialect DIALECT = Dialect.PT_BR;

    private static final LineResult BLANK = new LineResult.Blank();

    private final int maxLineBytes;
    private final boolean rejectsInvalid;
    private final boolean windows1252;
    private final @Nullable SeparatedLine separated;

    /// Where in `bounds` each column starts, by its ordinal number.
    private final int[] places = new int[COLUMNS];

    /// Where each column starts and ends, in turns; the last place only tells that there is one too many.
    private final int[] bounds = new int[2 * COLUMNS + 1];

    private @Nullable EnumSet<Flaw> flaws;

    /// What the bounds are places in.
    private byte[] text = new byte[0];

    /// Reads the blank-aligned layout.
    ///
    /// @param maxLineBytes a longer line, its line end left aside, is rejected
    public PurchaseLineParser(int maxLineBytes) {
        this(maxLineBytes, LineFormat.BLANK_ALIGNED);
    }

    /// @param maxLineBytes a longer line, its line end left aside, is rejected
    public PurchaseLineParser(int maxLineBytes, LineFormat format) {
        this(maxLineBytes, format, LinePolicies.KEEP);
    }

    /// @param maxLineBytes a longer line, its line end left aside, is rejected
    public PurchaseLineParser(int maxLineBytes, LineFormat format, LinePolicies policies) {
        this.maxLineBytes = maxLineBytes;
        this.rejectsInvalid = policies.onInvalid() == InvalidPolicy.REJECT;
        this.windows1252 = format.encoding() == TextEncoding.WINDOWS_1252;
        this.separated = format.separator() == Separator.BLANKS
                ? null
                : new SeparatedLine(format.separator().character(), bounds);
        for (int i = 0; i < COLUMNS; i++) {
            places[format.columns().columns().get(i).ordinal()] = 2 * i;
        }
    }

    /// Reads the line at `bytes[from, to)`, with or without its `\n` or `\r\n`.
    ///
    /// @param number the line's number in the file, from 1
    public LineResult parse(byte[] bytes, int from, int to, long number) {
        int end = to;
        end -= end > from && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > from && bytes[end - 1] == '\r' ? 1 : 0;
        boolean odd = separated != null || end - from > maxLineBytes;
        int count = odd ? -1 : EightBytes.findColumns(bytes, from, end, bounds);
        if (count < 0) {
            return parseOdd(bytes, from, end, number);
        }
        return count == 0 ? BLANK : parseColumns(bytes, count, number);
    }

    /// A line that is long, or separated, or holds something else than printable ASCII and spaces.
    private LineResult parseOdd(byte[] bytes, int from, int to, long number) {
        int end = endOfText(bytes, from, to);
        if (end == from) {
            return BLANK;
        }
        if (end - from > maxLineBytes) {
            return new LineResult.Rejected(Rejection.LINE_TOO_LONG);
        }
        // Tabs at the end may be columns without a value.
        int endOfColumns = separated == null ? end : to;
        return windows1252 && hasOtherThanAscii(bytes, from, end)
                ? parseWindows1252(bytes, from, endOfColumns, number)
                : parseUtf8(bytes, from, endOfColumns, number);
    }

    private LineResult parseUtf8(byte[] bytes, int from, int to, long number) {
        return switch (Utf8.check(bytes, from, to)) {
            case NUL_BYTE -> new LineResult.Rejected(Rejection.NUL_BYTE);
            case MALFORMED -> new LineResult.Rejected(Rejection.INVALID_ENCODING);
            case GOOD ->
                separated == null
                        ? parseColumns(bytes, findColumns(bytes, from, to), number)
                        : parseSeparated(separated, bytes, from, to, number);
        };
    }

    private LineResult parseSeparated(SeparatedLine line, byte[] bytes, int from, int to, long number) {
        int count = line.split(bytes, from, to);
        return parseColumns(line.text(), count, number);
    }

    /// Few lines, if any: they are made into UTF-8 one by one.
    private LineResult parseWindows1252(byte[] bytes, int from, int to, long number) {
        String text = new String(bytes, from, to - from, WINDOWS_1252);
        if (text.indexOf(UNDECODABLE) >= 0) {
            return new LineResult.Rejected(Rejection.INVALID_ENCODING);
        }
        byte[] utf8 = text.getBytes(UTF_8);
        return parseUtf8(utf8, 0, utf8.length, number);
    }

    private static boolean hasOtherThanAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /// What a line that was just parsed was rejected for.
    LineIssue issue(Rejection reason, long number, byte[] line) {
        @Nullable
        Column column =
                reason == Rejection.VALUE_TOO_LONG ? tooLong() : reason.issue().column();
        return new LineIssue(number, reason.issue(), column, column == null ? null : value(column), line);
    }

    /// What is wrong with the row of a line that was just parsed.
    void addIssues(Set<Flaw> flaws, long number, List<LineIssue> issues) {
        for (Flaw flaw : flaws) {
            Column column = Objects.requireNonNull(flaw.issue().column());
            issues.add(new LineIssue(number, flaw.issue(), column, value(column), null));
        }
    }

    private @Nullable Column tooLong() {
        return DOCUMENTS.stream()
                .filter(column -> isTooLong(text, column))
                .findFirst()
                .orElse(null);
    }

    private String value(Column column) {
        String value = new String(text, start(column), end(column) - start(column), UTF_8);
        return value.codePointCount(0, value.length()) <= LineIssue.VALUE_CHARS
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LineIssue.VALUE_CHARS));
    }

    private LineResult parseColumns(byte[] bytes, int count, long number) {
        text = bytes;
        if (count != 2 * COLUMNS) {
            return new LineResult.Rejected(Rejection.WRONG_COLUMNS);
        }
        if (isNull(bytes, Column.CPF)) {
            return new LineResult.Rejected(Rejection.MISSING_CPF);
        }
        if (isTooLong(bytes, Column.CPF)
                || isTooLong(bytes, Column.LOJA_MAIS_FREQUENTE)
                || isTooLong(bytes, Column.LOJA_ULTIMA_COMPRA)) {
            return new LineResult.Rejected(Rejection.VALUE_TOO_LONG);
        }
        return row(bytes, number);
    }

    private LineResult row(byte[] bytes, long number) {
        flaws = null;
        Document cpf = Cpf.read(bytes, start(Column.CPF), end(Column.CPF));
        if (rejectsInvalid && !cpf.isValid()) {
            return new LineResult.Rejected(Rejection.INVALID_CPF);
        }
        noteUnless(cpf.isValid(), Flaw.INVALID_CPF);
        Purchase purchase = new Purchase(
                number,
                cpf,
                flag(bytes, Column.PRIVATE, Flaw.INVALID_PRIVATE),
                flag(bytes, Column.INCOMPLETO, Flaw.INVALID_INCOMPLETO),
                date(bytes),
                decimal(bytes, Column.TICKET_MEDIO, Flaw.INVALID_TICKET_MEDIO),
                decimal(bytes, Column.TICKET_ULTIMA_COMPRA, Flaw.INVALID_TICKET_ULTIMA_COMPRA),
                cnpj(bytes, Column.LOJA_MAIS_FREQUENTE, Flaw.INVALID_LOJA_MAIS_FREQUENTE),
                cnpj(bytes, Column.LOJA_ULTIMA_COMPRA, Flaw.INVALID_LOJA_ULTIMA_COMPRA));
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

    private int start(Column column) {
        return bounds[places[column.ordinal()]];
    }

    private int end(Column column) {
        return bounds[places[column.ordinal()] + 1];
    }

    private boolean isNull(byte[] bytes, Column column) {
        return DIALECT.nulls().contains(bytes, start(column), end(column));
    }

    private boolean isTooLong(byte[] bytes, Column column) {
        int from = start(column);
        int to = end(column);
        return to - from > DOCUMENT_CHARS && Utf8.countCharacters(bytes, from, to) > DOCUMENT_CHARS;
    }

    private @Nullable Boolean flag(byte[] bytes, Column column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        Boolean flag = DIALECT.booleans().read(bytes, start(column), end(column));
        noteUnless(flag != null, flaw);
        return flag;
    }

    private @Nullable LocalDate date(byte[] bytes) {
        if (isNull(bytes, Column.DATA_ULTIMA_COMPRA)) {
            return null;
        }
        LocalDate date = Dates.read(
                bytes,
                start(Column.DATA_ULTIMA_COMPRA),
                end(Column.DATA_ULTIMA_COMPRA),
                DIALECT.dates(),
                DIALECT.dateRange().latest().getYear());
        noteUnless(date != null, Flaw.INVALID_DATE);
        return date;
    }

    private @Nullable BigDecimal decimal(byte[] bytes, Column column, Flaw flaw) {
        if (isNull(bytes, column)) {
            return null;
        }
        BigDecimal decimal = Decimals.read(bytes, start(column), end(column), DIALECT.ticketMedio());
        noteUnless(decimal != null, flaw);
        return decimal;
    }

    private @Nullable Document cnpj(byte[] bytes, Column column, Flaw flaw) {
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
