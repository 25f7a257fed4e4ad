package dev.carga.domain.dialect;

/// How a file writes its values. A value goes into the table only if it has exactly one reading in the dialect of its
/// file (ADR 0029).
///
/// @param dateRange outside of it, a date is counted and not stored
public record Dialect(
        NumberStyle ticketMedio,
        NumberStyle ticketUltimaCompra,
        DateStyle dates,
        BooleanWords booleans,
        NullWords nulls,
        DateRange dateRange) {

    /// Brazil's, for certain: of a file that was received before dialects were recognised.
    public static final Dialect PT_BR = new Dialect(
            NumberStyle.PT_BR,
            NumberStyle.PT_BR,
            DateStyle.DAY_FIRST,
            BooleanWords.USUAL,
            NullWords.USUAL,
            DateRange.ANY);
}
