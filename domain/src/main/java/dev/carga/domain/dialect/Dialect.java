package dev.carga.domain.dialect;

/// How a file writes its values. A value is stored only if it has exactly one reading in the dialect of its
/// file (ADR 0029).
///
/// @param dateRange the plausible dates; a date outside is counted and not stored
public record Dialect(
        NumberStyle ticketMedio,
        NumberStyle ticketUltimaCompra,
        DateStyle dates,
        BooleanWords booleans,
        NullWords nulls,
        DateRange dateRange) {

    /// The Brazilian dialect. Also that of files received before Carga recognised dialects.
    public static final Dialect PT_BR = new Dialect(
            NumberStyle.PT_BR,
            NumberStyle.PT_BR,
            DateStyle.DAY_FIRST,
            BooleanWords.USUAL,
            NullWords.USUAL,
            DateRange.ANY);
}
