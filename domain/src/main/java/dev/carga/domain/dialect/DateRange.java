package dev.carga.domain.dialect;

import java.time.LocalDate;

/// The plausible dates of a purchase, both bounds included. A date outside the range is damaged or was
/// misread; it is counted and stored as NULL.
public record DateRange(LocalDate earliest, LocalDate latest) {

    /// Every date with a year of four digits.
    public static final DateRange ANY = new DateRange(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));

    /// The earliest date by default.
    public static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /// From 1900 to the day after `today`, because in other time zones it is already tomorrow.
    public static DateRange until(LocalDate today) {
        return new DateRange(EARLIEST, today.plusDays(1));
    }

    public boolean contains(LocalDate date) {
        return !date.isBefore(earliest) && !date.isAfter(latest);
    }
}
