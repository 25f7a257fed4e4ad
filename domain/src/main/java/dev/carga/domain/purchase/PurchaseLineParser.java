package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dates;
import dev.carga.domain.dialect.Decimals;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.layout.Utf8;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Parses one line: splits it into fields ([LineFields]), then reads their values in the dialect of the file.
///
/// A hot path: it is called for every line of every file. Not thread-safe: the bounds of the fields are kept
/// between calls, so that a line allocates nothing but its row.
public final class PurchaseLineParser {

    /// The number of columns of `user_purchase` that come from a file.
    public static final int COLUMNS = Column.ALL.size();

    /// The width of the document columns of `user_purchase`, in characters.
    public static final int DOCUMENT_CHARS = 20;

    private static final int CPF_DIGITS = 11;
    private static final int CNPJ_CHARS = 14;

    private static final Charset WINDOWS_1252 = TextEncoding.WINDOWS_1252.charset();
    /// What Java decodes the five bytes to for which Windows-1252 has no character.
    private static final char UNDECODABLE = '\uFFFD';

    private static final List<Column> DOCUMENTS =
            List.of(Column.CPF, Column.LOJA_MAIS_FREQUENTE, Column.LOJA_ULTIMA_COMPRA);

    private static final LineResult BLANK = new LineResult.Blank();

    private final int maxLineBytes;
    private final boolean rejectsInvalid;
    private final boolean rejectsUnreadable;
    private final boolean windows1252;
    private final LineFields fields;
    private final Dialect dialect;

    /// By the ordinal of a column, the index of its start in [#bounds]; -1 if the file does not have the
    /// column.
    private final int[] boundIndexes = new int[COLUMNS];

    /// The columns that the file does not have, as in [Purchase#unknown()].
    private final int missing;

    private @Nullable EnumSet<Flaw> flaws;
    private int unknown;
    private int restored;

    /// Whether a ticket column holds a document: the line lacks a field further left.
    private boolean shifted;

    /// The bytes into which the bounds are indexes.
    private byte[] text = new byte[0];

    private int[] bounds;

    /// A parser of the predecessor's format ([LineFormat#BLANK_ALIGNED]).
    ///
    /// @param maxLineBytes a line of more bytes, not counting its line end, is rejected
    public PurchaseLineParser(int maxLineBytes) {
        this(maxLineBytes, LineFormat.BLANK_ALIGNED);
    }

    /// A parser with the predecessor's policies ([LinePolicies#KEEP]).
    ///
    /// @param maxLineBytes a line of more bytes, not counting its line end, is rejected
    public PurchaseLineParser(int maxLineBytes, LineFormat format) {
        this(maxLineBytes, format, LinePolicies.KEEP);
    }

    /// @param maxLineBytes a line of more bytes, not counting its line end, is rejected
    public PurchaseLineParser(int maxLineBytes, LineFormat format, LinePolicies policies) {
        this.maxLineBytes = maxLineBytes;
        this.rejectsInvalid = policies.onInvalid() == InvalidPolicy.REJECT;
        this.rejectsUnreadable = policies.onUnreadable() == UnreadablePolicy.REJECT;
        this.windows1252 = format.encoding() == TextEncoding.WINDOWS_1252;
        this.fields = LineFields.of(format);
        this.bounds = fields.bounds();
        this.dialect = format.dialect();
        FileColumns columns = format.columns();
        int absent = 0;
        for (Column column : Column.ALL) {
            int index = columns.indexOf(column);
            boundIndexes[column.ordinal()] = index < 0 ? -1 : 2 * index;
            absent |= index < 0 ? Purchase.bit(column) : 0;
        }
        this.missing = absent;
    }

    /// Parses the line `bytes[from, to)`, with or without its `\n` or `\r\n`.
    ///
    /// @param bytes  in the encoding of the format
    /// @param number the line number in the file, from 1
    public LineResult parse(byte[] bytes, int from, int to, long number) {
        int end = to;
        end -= end > from && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > from && bytes[end - 1] == '\r' ? 1 : 0;
        int count = end - from > maxLineBytes ? LineFields.NOT_PLAIN : fields.splitPlain(bytes, from, end);
        if (count == LineFields.NOT_PLAIN) {
            return parseIrregular(bytes, from, end, number);
        }
        text = bytes;
        return count == 0 ? BLANK : parseFields(bytes, count, number);
    }

    /// Parses a line off the fast path: too long, separated, not aligned, or with other bytes than printable
    /// ASCII and spaces.
    private LineResult parseIrregular(byte[] bytes, int begin, int to, long number) {
        int from = LineEdges.begin(bytes, begin, to);
        int end = LineEdges.end(bytes, from, to);
        if (end == from) {
            return BLANK;
        }
        if (end - begin > maxLineBytes) {
            return new LineResult.Rejected(Rejection.LINE_TOO_LONG);
        }
        // Tabs at the ends may separate empty fields, and leading blanks determine the position of aligned
        // columns.
        int endOfFields = fields.isSeparated() ? LineEdges.endOfFields(bytes, from, to) : end;
        int beginOfFields = LineEdges.beginOfFields(bytes, begin, to);
        return windows1252 && hasNonAscii(bytes, from, end)
                ? parseWindows1252(bytes, beginOfFields, endOfFields, number)
                : parseUtf8(bytes, beginOfFields, endOfFields, number);
    }

    private LineResult parseUtf8(byte[] bytes, int from, int to, long number) {
        return switch (Utf8.check(bytes, from, to)) {
            case NUL_BYTE -> new LineResult.Rejected(Rejection.NUL_BYTE);
            case MALFORMED -> new LineResult.Rejected(Rejection.INVALID_ENCODING);
            case GOOD -> {
                int count = fields.split(bytes, from, to);
                text = fields.text();
                yield parseFields(text, count, number);
            }
        };
    }

    /// Converts a line to UTF-8 first. Only lines with bytes beyond ASCII, which are few.
    private LineResult parseWindows1252(byte[] bytes, int from, int to, long number) {
        String line = new String(bytes, from, to - from, WINDOWS_1252);
        if (line.indexOf(UNDECODABLE) >= 0) {
            return new LineResult.Rejected(Rejection.INVALID_ENCODING);
        }
        byte[] utf8 = line.getBytes(UTF_8);
        return parseUtf8(utf8, 0, utf8.length, number);
    }

    private static boolean hasNonAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /// The issue of the line parsed last, which was rejected.
    ///
    /// @param line the unchanged line, without its line end
    LineIssue issue(Rejection reason, long number, byte[] line) {
        @Nullable
        Column column = switch (reason) {
            case VALUE_TOO_LONG -> firstTooLong();
            case UNREADABLE_VALUE -> firstUnreadable();
            default -> reason.issue().column();
        };
        return new LineIssue(number, reason.issue(), column, column == null ? null : value(column), line);
    }

    /// Adds the issues of the line parsed last, which gave a row.
    void addIssues(Set<Flaw> flaws, long number, List<LineIssue> issues) {
        for (Flaw flaw : flaws) {
            Column column = Objects.requireNonNull(flaw.issue().column());
            issues.add(new LineIssue(number, flaw.issue(), column, value(column), null));
        }
    }

    private @Nullable Column firstTooLong() {
        return DOCUMENTS.stream()
                .filter(column -> isTooLong(text, column))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Column firstUnreadable() {
        return flaws == null
                ? null
                : flaws.stream()
                        .filter(Flaw::isUnreadable)
                        .map(flaw -> flaw.issue().column())
                        .findFirst()
                        .orElse(null);
    }

    private String value(Column column) {
        String value = new String(text, start(column), end(column) - start(column), UTF_8);
        return value.codePointCount(0, value.length()) <= LineIssue.VALUE_CHARS
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LineIssue.VALUE_CHARS));
    }

    private LineResult parseFields(byte[] bytes, int count, long number) {
        if (count != 2 * fields.size() || fields.hasUnnamedValue(bytes)) {
            return new LineResult.Rejected(Rejection.WRONG_COLUMNS);
        }
        flaws = null;
        unknown = missing;
        restored = 0;
        shifted = false;
        Document cpf = Cpf.read(bytes, start(Column.CPF), end(Column.CPF));
        if (!cpf.isValid()) {
            @Nullable LineResult rejected = rejectionOf(bytes, cpf);
            if (rejected != null) {
                return rejected;
            }
            addFlaw(Flaw.INVALID_CPF);
        }
        countRestored(cpf);
        return row(bytes, cpf, number);
    }

    /// The result of a line without a valid CPF; null if it gives a row nevertheless.
    private @Nullable LineResult rejectionOf(byte[] bytes, Document cpf) {
        if (isNull(bytes, Column.CPF)) {
            return fields.areAllEmpty() ? BLANK : new LineResult.Rejected(Rejection.MISSING_CPF);
        }
        if (cpf.damage() == Document.Damage.DIGITS_LOST) {
            return new LineResult.Rejected(Rejection.CPF_DIGITS_LOST);
        }
        if (Cpf.isText(bytes, start(Column.CPF), end(Column.CPF))) {
            return new LineResult.Rejected(Rejection.TEXT_INSTEAD_OF_CPF);
        }
        if (isTooLong(cpf)) {
            return new LineResult.Rejected(Rejection.VALUE_TOO_LONG);
        }
        return rejectsInvalid ? new LineResult.Rejected(Rejection.INVALID_CPF) : null;
    }

    private LineResult row(byte[] bytes, Document cpf, long number) {
        Purchase purchase = new Purchase(
                number,
                cpf,
                flag(bytes, Column.PRIVATE, Flaw.INVALID_PRIVATE),
                flag(bytes, Column.INCOMPLETO, Flaw.INVALID_INCOMPLETO),
                date(bytes),
                decimal(bytes, Column.TICKET_MEDIO, dialect.ticketMedio()),
                decimal(bytes, Column.TICKET_ULTIMA_COMPRA, dialect.ticketUltimaCompra()),
                cnpj(bytes, Column.LOJA_MAIS_FREQUENTE),
                cnpj(bytes, Column.LOJA_ULTIMA_COMPRA),
                unknown); // must be evaluated last: the reads above change it
        if (shifted) {
            return new LineResult.Rejected(Rejection.WRONG_COLUMNS);
        }
        if (isTooLong(purchase.lojaMaisFrequente()) || isTooLong(purchase.lojaUltimaCompra())) {
            return new LineResult.Rejected(Rejection.VALUE_TOO_LONG);
        }
        if (rejectsUnreadable && flaws != null && flaws.stream().anyMatch(Flaw::isUnreadable)) {
            return new LineResult.Rejected(Rejection.UNREADABLE_VALUE);
        }
        return new LineResult.Row(purchase, flaws == null ? Set.of() : flaws, restored);
    }

    private int start(Column column) {
        return bounds[boundIndexes[column.ordinal()]];
    }

    private int end(Column column) {
        return bounds[boundIndexes[column.ordinal()] + 1];
    }

    private boolean isAbsent(Column column) {
        return boundIndexes[column.ordinal()] < 0;
    }

    private boolean isNull(byte[] bytes, Column column) {
        return dialect.nulls().contains(bytes, start(column), end(column));
    }

    private boolean isTooLong(byte[] bytes, Column column) {
        if (isAbsent(column)) {
            return false;
        }
        return Utf8.countCharacters(bytes, start(column), end(column)) > DOCUMENT_CHARS;
    }

    /// Whether the text to be stored is too long, which may differ from the field.
    private static boolean isTooLong(@Nullable Document document) {
        if (document == null || document.utf8().length <= DOCUMENT_CHARS) {
            return false;
        }
        return Utf8.countCharacters(document.utf8(), 0, document.utf8().length) > DOCUMENT_CHARS;
    }

    private @Nullable Boolean flag(byte[] bytes, Column column, Flaw flaw) {
        if (isAbsent(column) || isNull(bytes, column)) {
            return null;
        }
        Boolean flag = dialect.booleans().read(bytes, start(column), end(column));
        if (flag == null) {
            addFlawOfUnknown(flaw, column);
        }
        return flag;
    }

    private @Nullable LocalDate date(byte[] bytes) {
        Column column = Column.DATA_ULTIMA_COMPRA;
        if (isAbsent(column) || isNull(bytes, column)) {
            return null;
        }
        LocalDate date = Dates.read(
                bytes,
                start(column),
                end(column),
                dialect.dates(),
                dialect.dateRange().latest().getYear());
        if (date == null) {
            addFlawOfUnknown(Flaw.INVALID_DATE, column);
            return null;
        }
        if (date.equals(Dates.AMBIGUOUS)) {
            addFlawOfUnknown(Flaw.AMBIGUOUS_DATE, column);
            return null;
        }
        if (!dialect.dateRange().contains(date)) {
            addFlawOfUnknown(Flaw.DATE_OUT_OF_RANGE, column);
            return null;
        }
        return date;
    }

    private @Nullable BigDecimal decimal(byte[] bytes, Column column, NumberStyle style) {
        if (isAbsent(column) || isNull(bytes, column)) {
            return null;
        }
        BigDecimal decimal = Decimals.read(bytes, start(column), end(column), style);
        shifted |= isDocument(bytes, column, decimal);
        boolean medio = column == Column.TICKET_MEDIO;
        if (decimal == null) {
            addFlawOfUnknown(medio ? Flaw.INVALID_TICKET_MEDIO : Flaw.INVALID_TICKET_ULTIMA_COMPRA, column);
            return null;
        }
        if (Decimals.isAmbiguous(decimal)) {
            addFlawOfUnknown(medio ? Flaw.AMBIGUOUS_TICKET_MEDIO : Flaw.AMBIGUOUS_TICKET_ULTIMA_COMPRA, column);
            return null;
        }
        return decimal;
    }

    /// Whether a ticket field holds a document: with separators, or as digits with right check digits.
    private boolean isDocument(byte[] bytes, Column column, @Nullable BigDecimal decimal) {
        int from = start(column);
        int to = end(column);
        if (to - from < CPF_DIGITS) {
            return false;
        }
        boolean possible = decimal == null
                ? to - from >= CNPJ_CHARS
                : decimal.precision() >= CPF_DIGITS && areDigits(bytes, from, to);
        return possible
                && (Cnpj.read(bytes, from, to).isValid()
                        || Cpf.read(bytes, from, to).isValid());
    }

    /// An average with many decimals may have as many digits as a document, but is not one.
    private static boolean areDigits(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private @Nullable Document cnpj(byte[] bytes, Column column) {
        if (isAbsent(column) || isNull(bytes, column)) {
            return null;
        }
        Document cnpj = Cnpj.read(bytes, start(column), end(column));
        if (!cnpj.isValid()) {
            boolean lost = cnpj.damage() == Document.Damage.DIGITS_LOST;
            boolean mostFrequent = column == Column.LOJA_MAIS_FREQUENTE;
            Flaw invalid = mostFrequent ? Flaw.INVALID_LOJA_MAIS_FREQUENTE : Flaw.INVALID_LOJA_ULTIMA_COMPRA;
            Flaw digitsLost = mostFrequent ? Flaw.LOJA_MAIS_FREQUENTE_DIGITS_LOST : Flaw.LOJA_ULTIMA_COMPRA_DIGITS_LOST;
            addFlawOfUnknown(lost ? digitsLost : invalid, column);
        }
        countRestored(cnpj);
        return cnpj;
    }

    private void countRestored(Document document) {
        restored += document.damage() == Document.Damage.RESTORED ? 1 : 0;
    }

    private void addFlawOfUnknown(Flaw flaw, Column column) {
        unknown |= Purchase.bit(column);
        addFlaw(flaw);
    }

    private void addFlaw(Flaw flaw) {
        if (flaws == null) {
            flaws = EnumSet.of(flaw);
        } else {
            flaws.add(flaw);
        }
    }
}
