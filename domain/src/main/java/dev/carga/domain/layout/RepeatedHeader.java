package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Recognises repeated headers below the first one, as in concatenated files and paged reports. Such a line
/// gives no row, and if it names the columns in another order, the lines below it have that order.
///
/// Thread-safe.
public final class RepeatedHeader {

    /// A longer line is not a header.
    private static final int MAX_BYTES = 8 << 10;

    private static final int MIN_NAMES = 3;

    /// A line with more digits is not a header. Nearly every row has more.
    private static final int MAX_DIGITS = 4;

    /// A name: at least three letters together, and no digit.
    private static final Pattern NAME = Pattern.compile("[^0-9]*\\p{L}{3}[^0-9]*");

    private final TextEncoding encoding;
    private final Separator separator;
    private final FileColumns first;

    /// The fields of the first header by their normalized names.
    private final Map<String, FileColumns.Field> known = new HashMap<>();

    private final List<String> namesOfFirst;

    /// @param format of the lines below the file's first header
    public RepeatedHeader(LineFormat format) {
        this(format.encoding(), format.separator(), format.columns());
    }

    /// @param encoding of the lines: a [TextEncoding#stored()] one
    /// @param first    the columns that the file's first header names
    public RepeatedHeader(TextEncoding encoding, Separator separator, FileColumns first) {
        this.encoding = encoding;
        this.separator = separator;
        this.first = first;
        this.namesOfFirst = first.fields().stream()
                .map(field -> Words.normalize(field.name()))
                .toList();
        for (FileColumns.Field field : first.fields()) {
            known.put(Words.normalize(field.name()), field);
        }
    }

    /// Reads the line `bytes[from, to)`, with or without its line end.
    ///
    /// @return the columns that the line names: those of the first header if it is the same,
    ///         [FileColumns#UNREADABLE] if it names others; null if the line is not a header
    public @Nullable FileColumns read(byte[] bytes, int from, int to) {
        if (!mayBeHeader(bytes, from, to)) {
            return null;
        }
        String line = new String(bytes, from, to - from, encoding.charset()).replace("\uFEFF", "");
        List<String> names = HeaderLine.names(line.stripTrailing(), separator, this::column);
        EnumSet<Column> columns = EnumSet.noneOf(Column.class);
        names.forEach(name -> column(name).ifPresent(columns::add));
        boolean header = columns.size() >= MIN_NAMES
                || (columns.contains(Column.CPF)
                        && columns.size() >= Math.min(2, first.columns().size()));
        if (header) {
            return read(names, columns);
        }
        return areUnknownNames(names) ? FileColumns.UNREADABLE : null;
    }

    /// Whether the line has a name in each of its fields: no row consists of words alone.
    private boolean areUnknownNames(List<String> names) {
        return names.size() == first.size()
                && separator != Separator.BLANKS
                && names.stream().allMatch(RepeatedHeader::isName);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !NullWords.USUAL.contains(text) && !BooleanWords.USUAL.contains(text);
    }

    private FileColumns read(List<String> names, Set<Column> columns) {
        if (names.stream().map(Words::normalize).toList().equals(namesOfFirst)) {
            return first;
        }
        List<FileColumns.Field> fields = new ArrayList<>();
        for (String name : names) {
            Optional<Column> column = column(name);
            FileColumns.@Nullable Field same = known.get(Words.normalize(name));
            if (column.isPresent()) {
                fields.add(new FileColumns.Field(column.get(), name));
            } else if (name.isEmpty() || HeaderNames.isReason(name) || (same != null && same.column() == null)) {
                fields.add(FileColumns.Field.passedOver(name));
            } else {
                return FileColumns.UNREADABLE;
            }
        }
        while (fields.size() < first.size()) {
            fields.add(FileColumns.Field.passedOver(""));
        }
        while (fields.size() > first.size() && fields.getLast().mustBeEmpty()) {
            fields.removeLast();
        }
        long named = fields.stream().filter(field -> field.column() != null).count();
        if (!columns.equals(EnumSet.copyOf(first.columns())) || named != columns.size()) {
            return FileColumns.UNREADABLE;
        }
        return isSame(fields) ? first : inOtherOrder(fields);
    }

    private boolean isSame(List<FileColumns.Field> fields) {
        if (fields.size() != first.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).column() != first.fields().get(i).column()) {
                return false;
            }
        }
        return true;
    }

    /// Another order is not possible for aligned columns, whose positions are those of the first header.
    private FileColumns inOtherOrder(List<FileColumns.Field> fields) {
        return separator == Separator.BLANKS ? FileColumns.UNREADABLE : new FileColumns(fields);
    }

    private Optional<Column> column(String name) {
        FileColumns.@Nullable Field field = known.get(Words.normalize(name));
        return field == null ? HeaderNames.named(name) : Optional.ofNullable(field.column());
    }

    /// A fast check that excludes nearly every row: few lines begin with a letter, and rows have many digits.
    private boolean mayBeHeader(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to
                && ((bytes[i] <= '/' && bytes[i] >= 0) || bytes[i] == separator.character() || isMark(bytes[i]))) {
            i++;
        }
        if (i == to || to - from > MAX_BYTES || (bytes[i] >= '0' && bytes[i] <= '9')) {
            return false;
        }
        return !hasManyDigits(bytes, i, to);
    }

    /// Whether the byte is one of a byte order mark.
    private static boolean isMark(byte b) {
        return b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    private static boolean hasManyDigits(byte[] bytes, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9' && ++digits > MAX_DIGITS) {
                return true;
            }
        }
        return false;
    }
}
