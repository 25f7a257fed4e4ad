package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Reads amounts of money: plain numbers directly from the bytes of a line, others, with `R$`, blanks or
/// parentheses, through a String ([Amount]).
///
/// Groups have three digits, throughout the number or not at all, and the first group does not begin with 0.
/// So `0.125` has one reading and `1.234` has two, between which the [NumberStyle] decides.
public final class Decimals {

    /// The result for a number with two different readings. No field can have this value, because it has a
    /// negative scale.
    public static final BigDecimal AMBIGUOUS = new BigDecimal("1E+99");

    /// The most digits that always fit a long.
    private static final int LONG_DIGITS = 18;

    /// The most digits of a number, before and after the decimal mark together: the limit of the widest
    /// decimal type of most databases. Without a limit, a single line could make a row, and then a part,
    /// larger than PostgreSQL accepts.
    private static final int MAX_DIGITS = 38;

    /// A longer field is not a number, whatever is removed from it.
    private static final int MAX_BYTES = 200;

    private static final char NO_MARK = 0;

    /// What a number shows about the decimal mark of its file.
    public enum Reading {
        /// The field is a number only if the comma is the decimal mark.
        ONLY_COMMA,
        /// The field is a number only if the point is the decimal mark.
        ONLY_POINT,
        /// The number is the same with either mark.
        SAME,
        /// The two marks give different numbers.
        AMBIGUOUS,
        UNREADABLE
    }

    /// What a number shows about the notation of its file.
    ///
    /// @param grouped  whether points or commas group its thousands; false for an ambiguous number
    /// @param decimals the number of its decimals; 0 for an ambiguous number
    /// @param loneMark the only mark of an ambiguous number, `.` or `,`; 0 for any other number
    public record Evidence(Reading reading, boolean grouped, int decimals, char loneMark) {

        public boolean hasDecimals() {
            return decimals > 0;
        }
    }

    private Decimals() {}

    /// Reads the field `b[from, to)` in UTF-8. The number is exact and keeps the scale of the field.
    ///
    /// @return null if the field is not a number in this style or has more than 38 digits, [#AMBIGUOUS] if it
    ///         has two readings
    public static @Nullable BigDecimal read(byte[] b, int from, int to, NumberStyle style) {
        BigDecimal number = plain(b, from, to, style);
        return number != null || !mayBeAmount(b, from, to) ? number : amount(b, from, to, style);
    }

    /// Whether there may be a number with other characters than digits, points and commas.
    private static boolean mayBeAmount(byte[] b, int from, int to) {
        if (to - from > MAX_BYTES || !FieldText.mayHoldDigit(b, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((b[i] < '0' || b[i] > '9') && b[i] != '.' && b[i] != ',') {
                return true;
            }
        }
        return false;
    }

    /// Whether the result of [#read] is [#AMBIGUOUS]. Compares the scale, which is negative for no other
    /// result.
    public static boolean isAmbiguous(BigDecimal number) {
        return number.scale() == AMBIGUOUS.scale();
    }

    /// What a field shows about the notation of its file.
    public static Evidence evidence(String field) {
        byte[] b = field.getBytes(UTF_8);
        BigDecimal comma = read(b, 0, b.length, new NumberStyle(DecimalMark.COMMA, true));
        BigDecimal point = read(b, 0, b.length, new NumberStyle(DecimalMark.POINT, true));
        char lone = field.indexOf('.') >= 0 ? '.' : ',';
        if (comma == null) {
            return point == null
                    ? new Evidence(Reading.UNREADABLE, false, 0, NO_MARK)
                    : new Evidence(Reading.ONLY_POINT, field.indexOf(',') >= 0, point.scale(), NO_MARK);
        }
        if (point == null) {
            return new Evidence(Reading.ONLY_COMMA, field.indexOf('.') >= 0, comma.scale(), NO_MARK);
        }
        return comma.compareTo(point) == 0
                ? new Evidence(Reading.SAME, false, 0, NO_MARK)
                : new Evidence(Reading.AMBIGUOUS, false, 0, lone);
    }

    private static @Nullable BigDecimal plain(byte[] b, int from, int to, NumberStyle style) {
        return switch (style.mark()) {
            case COMMA -> plain(b, from, to, ',', '.', style.groupsWithoutDecimals());
            case POINT -> plain(b, from, to, '.', ',', style.groupsWithoutDecimals());
            case EITHER -> either(plain(b, from, to, ',', '.', true), plain(b, from, to, '.', ',', true));
        };
    }

    private static @Nullable BigDecimal either(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) == 0 ? one : AMBIGUOUS;
    }

    /// Reads a number with nothing around it but a sign in front.
    ///
    /// @param loneGroup whether a number with groups and without decimals is read; otherwise it is ambiguous
    private static @Nullable BigDecimal plain(byte[] b, int from, int to, char mark, char group, boolean loneGroup) {
        int start = from < to && (b[from] == '-' || b[from] == '+') ? from + 1 : from;
        long unscaled = 0;
        int digits = 0;
        int sinceMark = 0;
        int groups = 0;
        boolean decimals = false;
        for (int i = start; i < to; i++) {
            byte c = b[i];
            if (c >= '0' && c <= '9') {
                digits++;
                sinceMark++;
                unscaled = unscaled * 10 + (c - '0');
            } else if (c == mark && !decimals && (groups == 0 || sinceMark == 3)) {
                decimals = true;
                sinceMark = 0;
            } else if (c == group && !decimals && isGroup(b, start, groups, sinceMark)) {
                groups++;
                sinceMark = 0;
            } else {
                return null;
            }
        }
        if (digits > MAX_DIGITS || sinceMark == 0 || (groups > 0 && !decimals && sinceMark != 3)) {
            return null;
        }
        if (groups > 0 && !decimals && !loneGroup) {
            return AMBIGUOUS;
        }
        int scale = decimals ? sinceMark : 0;
        BigDecimal magnitude = digits <= LONG_DIGITS
                ? BigDecimal.valueOf(unscaled, scale)
                : new BigDecimal(allDigits(b, start, to), scale);
        return b[from] == '-' ? magnitude.negate() : magnitude;
    }

    private static boolean isGroup(byte[] b, int start, int groupsBefore, int digits) {
        return groupsBefore > 0 ? digits == 3 : digits >= 1 && digits <= 3 && b[start] != '0';
    }

    private static BigInteger allDigits(byte[] b, int from, int to) {
        return new BigInteger(new String(b, from, to - from, ISO_8859_1).replaceAll("[^0-9]", ""));
    }

    /// Reads a number in a lenient notation.
    private static @Nullable BigDecimal amount(byte[] b, int from, int to, NumberStyle style) {
        Amount amount = Amount.of(FieldText.clean(b, from, to));
        if (amount == null) {
            return null;
        }
        byte[] number = amount.number().getBytes(ISO_8859_1);
        char group = amount.group();
        BigDecimal magnitude = group == 0
                ? plain(number, 0, number.length, style)
                : switch (style.mark()) {
                    case COMMA -> plain(number, 0, number.length, ',', group, true);
                    case POINT -> plain(number, 0, number.length, '.', group, true);
                    case EITHER ->
                        either(
                                plain(number, 0, number.length, ',', group, true),
                                plain(number, 0, number.length, '.', group, true));
                };
        return magnitude != null && amount.negative() && !isAmbiguous(magnitude) ? magnitude.negate() : magnitude;
    }
}
