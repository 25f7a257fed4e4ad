package dev.carga.bootstrap.workbook;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of cells as unambiguous text.
final class CellText {

    /// Stands for a formula without a value in the workbook, because the program that wrote it did not calculate.
    /// Such a cell is not empty, and no one has entered this text.
    static final String NOT_CALCULATED = "#FORMULA!";

    /// A number with three decimals could be read as one with a thousands separator.
    private static final int MIN_DECIMALS = 4;

    /// Below this, every whole number has its own double.
    private static final double EXACT_LIMIT = 1L << 53;

    private static final int SECONDS_PER_DAY = 24 * 60 * 60;
    /// 9999-12-31.
    private static final int LAST_SERIAL_1900 = 2_958_465;

    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    /// 1900-02-29, which exists in Excel's calendar, as it did in that of Lotus 1-2-3.
    private static final int LEAP_DAY_1900 = 60;

    private static final Pattern ISO =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,]\\d+)?)?Z?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private CellText() {}

    /// A number in any notation that a cell may hold. Other text is returned unchanged.
    static String number(String written) {
        double value = parse(written);
        return Double.isFinite(value) ? plain(value) : written;
    }

    /// The day that a serial number stands for, and the time if it has one. A number out of range stays a number.
    ///
    /// @param since1904 whether days are counted from 1904, as on early Macintoshes
    static String date(String written, boolean since1904) {
        double value = parse(written);
        if (!Double.isFinite(value) || value < 0) {
            return number(written);
        }
        double days = Math.floor(value);
        int seconds = (int) Math.round((value - days) * SECONDS_PER_DAY);
        if (seconds == SECONDS_PER_DAY) {
            days++;
            seconds = 0;
        }
        if (days > LAST_SERIAL_1900 - (since1904 ? EPOCH_1904.toEpochDay() - EPOCH_1900.toEpochDay() : 0)) {
            return number(written);
        }
        String time = seconds == 0 ? "" : TIME.format(LocalTime.ofSecondOfDay(seconds));
        if (days == 0 && !time.isEmpty()) {
            return time;
        }
        String day = since1904 ? EPOCH_1904.plusDays((long) days).toString() : day1900((int) days);
        return time.isEmpty() ? day : day + " " + time;
    }

    private static String day1900(int days) {
        if (days == LEAP_DAY_1900) {
            return "1900-02-29";
        }
        return EPOCH_1900.plusDays(days < LEAP_DAY_1900 ? days + 1 : days).toString();
    }

    /// A date in ISO 8601, with or without a time. Other text is only cleaned.
    static String isoDate(String written) {
        Matcher iso = ISO.matcher(written.strip());
        if (!iso.matches()) {
            return clean(written);
        }
        String day = iso.group(1);
        @Nullable String time = iso.group(2);
        if (time == null) {
            return day;
        }
        try {
            LocalTime parsed = LocalDateTime.parse(day + "T" + time).toLocalTime();
            return parsed.toSecondOfDay() == 0 ? day : day + " " + TIME.format(parsed);
        } catch (DateTimeException _) {
            return clean(written);
        }
    }

    /// Text without line ends and other control characters, so that a row is one line.
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (!pair) {
                clean.append(isControl(c) ? ' ' : c);
            }
        }
        return clean.toString();
    }

    private static boolean isControl(char c) {
        return c < ' ' || (c >= 0x7F && c < 0xA0) || c == '\u2028' || c == '\u2029';
    }

    private static double parse(String written) {
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// The shortest decimal number that identifies this double.
    private static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT_LIMIT) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (shortest.scale() <= 0) {
            return shortest.toPlainString();
        }
        return shortest.setScale(Math.max(shortest.scale(), MIN_DECIMALS)).toPlainString();
    }
}
