package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/// Reads the fields of a line straight from its bytes, without a String per field: this runs five times for
/// every row. Each method answers null for what cannot be read; NULL itself is told apart before, by
/// [#isNull(byte[], int, int)].
final class Fields {

    /// The most digits that surely fit a long.
    private static final int LONG_DIGITS = 18;

    /// The most digits of a number, before and after the comma together: as many as the widest decimal type of
    /// most databases has. What is longer is no amount of money, and without a limit one such line could grow a
    /// row, and then a part, beyond what PostgreSQL takes.
    private static final int MAX_DIGITS = 38;

    private Fields() {}

    /// `NULL` in any case, and nothing at all.
    static boolean isNull(byte[] b, int from, int to) {
        return switch (to - from) {
            case 0 -> true;
            case 4 ->
                (b[from] | 0x20) == 'n'
                        && (b[from + 1] | 0x20) == 'u'
                        && (b[from + 2] | 0x20) == 'l'
                        && (b[from + 3] | 0x20) == 'l';
            default -> false;
        };
    }

    /// `0` or `1`.
    static @Nullable Boolean flag(byte[] b, int from, int to) {
        if (to - from != 1) {
            return null;
        }
        return switch (b[from]) {
            case '0' -> Boolean.FALSE;
            case '1' -> Boolean.TRUE;
            default -> null;
        };
    }

    /// `2011-11-23` or `23/11/2011`; a day that does not exist is unreadable.
    static @Nullable LocalDate date(byte[] b, int from, int to) {
        if (to - from != 10) {
            return null;
        }
        int year;
        int month;
        int day;
        if (b[from + 4] == '-' && b[from + 7] == '-') {
            year = digits(b, from, 4);
            month = digits(b, from + 5, 2);
            day = digits(b, from + 8, 2);
        } else if (b[from + 2] == '/' && b[from + 5] == '/') {
            day = digits(b, from, 2);
            month = digits(b, from + 3, 2);
            year = digits(b, from + 6, 4);
        } else {
            return null;
        }
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > Month.of(month).length(Year.isLeap(year))) {
            return null;
        }
        return LocalDate.of(year, month, day);
    }

    /// The number that `count` digits make, or -1 if one of them is none.
    private static int digits(byte[] b, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// A number as Brazil writes it: `0,59`, `1234,5`, `1.000.000,12`, with a sign if need be. Points group by
    /// three, everywhere or nowhere, and the comma has a digit on both sides; anything else could be read in two
    /// ways. So is one of more than [#MAX_DIGITS] digits.
    static @Nullable BigDecimal decimal(byte[] b, int from, int to) {
        int start = from < to && (b[from] == '-' || b[from] == '+') ? from + 1 : from;
        long unscaled = 0;
        int digits = 0;
        int sinceMark = 0;
        boolean grouped = false;
        int comma = -1;
        for (int i = start; i < to; i++) {
            byte c = b[i];
            if (c >= '0' && c <= '9') {
                digits++;
                sinceMark++;
                unscaled = unscaled * 10 + (c - '0');
            } else if (c == '.' && comma < 0 && (grouped ? sinceMark == 3 : sinceMark >= 1 && sinceMark <= 3)) {
                grouped = true;
                sinceMark = 0;
            } else if (c == ',' && comma < 0 && (grouped ? sinceMark == 3 : sinceMark >= 1)) {
                comma = i;
                sinceMark = 0;
            } else {
                return null;
            }
        }
        if (digits > MAX_DIGITS || sinceMark == 0 || (grouped && comma < 0 && sinceMark != 3)) {
            return null;
        }
        int scale = comma < 0 ? 0 : sinceMark;
        BigDecimal magnitude = digits <= LONG_DIGITS
                ? BigDecimal.valueOf(unscaled, scale)
                : new BigDecimal(allDigits(b, start, to), scale);
        return b[from] == '-' ? magnitude.negate() : magnitude;
    }

    private static BigInteger allDigits(byte[] b, int from, int to) {
        return new BigInteger(
                new String(b, from, to - from, ISO_8859_1).replace(".", "").replace(",", ""));
    }
}
