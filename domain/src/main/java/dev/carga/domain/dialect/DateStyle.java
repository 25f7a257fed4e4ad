package dev.carga.domain.dialect;

import java.util.Locale;
import java.util.Optional;

/// How a file writes dates that do not begin with the year. Dates that do (`2015-01-06`, `20150106`) are read
/// in every style.
///
/// @param twoDigitYears whether dates such as `06/01/15` are read; true only if the sender chose such a
///                      pattern
public record DateStyle(Order order, boolean twoDigitYears) {

    /// The Brazilian style.
    public static final DateStyle DAY_FIRST = new DateStyle(Order.DAY_FIRST, false);

    /// Which of the two numbers before the year is the day.
    public enum Order {
        DAY_FIRST("day_first"),
        MONTH_FIRST("month_first"),
        /// Only dates that begin with the year are read.
        YEAR_FIRST("year_first"),
        /// The file shows both orders. A date is read only if it exists in one order alone, or is the same in
        /// both.
        EITHER("either");

        private final String key;

        Order(String key) {
            this.key = key;
        }

        /// The stable name in JSON and in the database.
        public String key() {
            return key;
        }
    }

    /// Parses a pattern: `dd/mm/yyyy`, `mm/dd/yyyy`, `yyyy-mm-dd`, `dd/mm/yy` or `mm/dd/yy`, with `aaaa`
    /// allowed for `yyyy` and any of `/ - .` as the separator; or a short form: `dmy`, `mdy`, `ymd`, `iso`.
    public static Optional<DateStyle> parse(String text) {
        String letters = text.strip().toLowerCase(Locale.ROOT).replace('a', 'y').replaceAll("[-/. ]", "");
        return switch (letters) {
            case "ddmmyyyy", "dmy" -> Optional.of(DAY_FIRST);
            case "mmddyyyy", "mdy" -> Optional.of(new DateStyle(Order.MONTH_FIRST, false));
            case "yyyymmdd", "ymd", "iso" -> Optional.of(new DateStyle(Order.YEAR_FIRST, false));
            case "ddmmyy" -> Optional.of(new DateStyle(Order.DAY_FIRST, true));
            case "mmddyy" -> Optional.of(new DateStyle(Order.MONTH_FIRST, true));
            default -> Optional.empty();
        };
    }

    /// The pattern that [#parse(String)] reads as this style; `either` for [Order#EITHER], which it does not
    /// read.
    public String pattern() {
        String year = twoDigitYears ? "yy" : "yyyy";
        return switch (order) {
            case DAY_FIRST -> "dd/mm/" + year;
            case MONTH_FIRST -> "mm/dd/" + year;
            case YEAR_FIRST -> "yyyy-mm-dd";
            case EITHER -> "either";
        };
    }
}
