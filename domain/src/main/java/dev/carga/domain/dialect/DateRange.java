package dev.carga.domain.dialect;

import java.time.LocalDate;

/// The dates that a purchase may have. One outside is counted, and not stored: it is a date that was damaged, or read
/// wrongly.
public record DateRange(LocalDate earliest, LocalDate latest) {

    /// Every date that a part can hold.
    public static final DateRange ANY = new DateRange(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));

    /// The earliest date unless settings say otherwise.
    public static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /// From 1900 to the day after this one: it is tomorrow already where others live.
    public static DateRange until(LocalDate today) {
        return new DateRange(EARLIEST, today.plusDays(1));
    }

    public boolean contains(LocalDate date) {
        return !date.isBefore(earliest) && !date.isAfter(latest);
    }
}
