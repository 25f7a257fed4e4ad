package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dates;
import dev.carga.domain.dialect.Decimals;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Detects numbers with a decimal comma in a comma-separated file: `143,50` without quotes.
///
/// Such a line has too many fields. A line that also lacks a column has the right number of fields and its
/// values in wrong columns. So a file with many such numbers cannot be read reliably.
final class CommasInNumbers {

    /// A file has such numbers if at least one line in this many shows it; fewer may have a surplus field by
    /// chance.
    private static final int ONE_IN = 10;

    /// The fewest digits of a document without its leading zeros.
    private static final int MIN_DOCUMENT_DIGITS = 7;

    /// An amount with decimals. Without them, two whole numbers side by side, such as `143,476`, would look
    /// like one number with groups.
    private static final Pattern DECIMALS = Pattern.compile("(?s).*(?:\\.[0-9]+|,(?:[0-9]{1,2}|[0-9]{4,}))[^0-9]*");

    /// The most pieces of one number, as in `1,234,567,50`.
    private static final int MAX_PIECES = 4;

    private final FileColumns columns;

    CommasInNumbers(FileColumns columns) {
        this.columns = columns;
    }

    /// The number of the first line with a number that is split; null if few or no lines have one.
    @Nullable
    Long firstLine(List<HeadText.Line> lines) {
        @Nullable Long first = null;
        int cut = 0;
        int whole = 0;
        for (HeadText.Line line : lines) {
            List<String> fields = HeaderLine.fields(line.text(), Separator.COMMA);
            if (fields.size() == columns.size() || fits(fields, 0, 0, false)) {
                whole += hasAmount(fields) ? 1 : 0;
            } else if (fields.size() > columns.size() && fits(fields, 0, 0, true)) {
                cut++;
                first = first == null ? Long.valueOf(line.number()) : first;
            }
        }
        return cut * ONE_IN >= cut + whole ? first : null;
    }

    private boolean hasAmount(List<String> fields) {
        return Stream.of(Column.TICKET_MEDIO, Column.TICKET_ULTIMA_COMPRA)
                .mapToInt(columns::indexOf)
                .anyMatch(place -> place >= 0 && isAmount(fields.get(place)));
    }

    /// Whether the remaining fields fit the remaining columns.
    ///
    /// @param from   the index of the first remaining field
    /// @param place  the index of the first remaining column
    /// @param pieces whether an amount may consist of several fields
    private boolean fits(List<String> fields, int from, int place, boolean pieces) {
        if (place == columns.size()) {
            return fields.subList(from, fields.size()).stream().allMatch(String::isEmpty);
        }
        if (from == fields.size()) {
            return false;
        }
        String field = fields.get(from);
        return switch (columns.fields().get(place).column()) {
            case CPF, LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA ->
                !isShortAmount(field) && fits(fields, from + 1, place + 1, pieces);
            case TICKET_MEDIO, TICKET_ULTIMA_COMPRA ->
                ((HeaderLine.digits(field) == 0 || isAmount(field)) && fits(fields, from + 1, place + 1, pieces))
                        || (pieces && fitsInPieces(fields, from, place));
            case DATA_ULTIMA_COMPRA ->
                fits(fields, from + 1, place + 1, pieces)
                        || (from + 1 < fields.size()
                                && isDate(field + "," + fields.get(from + 1))
                                && fits(fields, from + 2, place + 1, pieces));
            case PRIVATE, INCOMPLETO -> fits(fields, from + 1, place + 1, pieces);
            case null -> fits(fields, from + 1, place + 1, pieces);
        };
    }

    private boolean fitsInPieces(List<String> fields, int from, int place) {
        for (int end = from + 2; end <= Math.min(from + MAX_PIECES, fields.size()); end++) {
            String amount = String.join(",", fields.subList(from, end));
            if (isAmount(amount) && DECIMALS.matcher(amount).matches() && fits(fields, end, place + 1, true)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the field of a document is only a piece of a number.
    private static boolean isShortAmount(String field) {
        return isAmount(field) && HeaderLine.digits(field) < MIN_DOCUMENT_DIGITS;
    }

    private static boolean isDate(String field) {
        return Dates.evidence(field) != Dates.Evidence.UNREADABLE;
    }

    private static boolean isAmount(String field) {
        return Decimals.evidence(field).reading() != Decimals.Reading.UNREADABLE;
    }
}
