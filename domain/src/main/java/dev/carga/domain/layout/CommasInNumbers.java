package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Decimals;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import java.util.List;
import java.util.stream.Stream;

/// Looks for numbers that the separator of their file cuts: `143,50` without quotes, in a file separated by commas.
///
/// Such a line has too many fields. One that lacks a column besides has as many as it should, and its values stand in
/// wrong places, so a file with many of the first has no certain reading of the second.
final class CommasInNumbers {

    /// One line of a file may have a field too many by chance.
    private static final int ONE_IN = 10;

    /// Of one number: `1,234,567,50`.
    private static final int MOST_PIECES = 4;

    private final FileColumns columns;

    CommasInNumbers(FileColumns columns) {
        this.columns = columns;
    }

    /// The first line with a number that is cut; null if few or no lines have one.
    @Nullable
    Long firstLine(List<HeadText.Line> lines) {
        @Nullable Long first = null;
        int cut = 0;
        int whole = 0;
        for (HeadText.Line line : lines) {
            List<String> fields = HeaderLine.fields(line.text(), Separator.COMMA);
            if (fields.size() == columns.size() && hasAmount(fields)) {
                whole++;
            } else if (fields.size() > columns.size() && fits(fields, 0, 0)) {
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

    /// Whether the fields from one on are those of a row whose amounts are of one piece or several.
    private boolean fits(List<String> fields, int from, int place) {
        if (place == columns.size()) {
            return from == fields.size();
        }
        if (from == fields.size()) {
            return false;
        }
        String field = fields.get(from);
        return switch (columns.fields().get(place).column()) {
            case CPF -> Cpf.read(field).isValid() && fits(fields, from + 1, place + 1);
            case LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA ->
                (!hasDigit(field) || Cnpj.read(field).isValid()) && fits(fields, from + 1, place + 1);
            case TICKET_MEDIO, TICKET_ULTIMA_COMPRA ->
                ((!hasDigit(field) || isAmount(field)) && fits(fields, from + 1, place + 1))
                        || fitsInPieces(fields, from, place);
            case PRIVATE, INCOMPLETO, DATA_ULTIMA_COMPRA -> fits(fields, from + 1, place + 1);
            case null -> fits(fields, from + 1, place + 1);
        };
    }

    private boolean fitsInPieces(List<String> fields, int from, int place) {
        for (int pieces = 2; pieces <= MOST_PIECES && from + pieces <= fields.size(); pieces++) {
            if (isAmount(String.join(",", fields.subList(from, from + pieces)))
                    && fits(fields, from + pieces, place + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDigit(String field) {
        return field.chars().anyMatch(Character::isDigit);
    }

    private static boolean isAmount(String field) {
        return Decimals.evidence(field).reading() != Decimals.Reading.UNREADABLE;
    }
}
