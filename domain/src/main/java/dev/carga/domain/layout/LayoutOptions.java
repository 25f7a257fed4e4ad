package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;

/// What the sender of a file says of how it is written. Whatever is null is recognised from the file.
///
/// @param columns        null if the header, or the usual order, tells them
/// @param extraColumns   whether columns that are not known are passed over
/// @param missingColumns whether columns other than `cpf` may be absent: they are NULL then
/// @param sheet          of a workbook: its name, or its number from 1; null for the first
public record LayoutOptions(
        @Nullable DecimalMark decimal,
        @Nullable DateStyle dates,
        @Nullable BooleanWords booleans,
        @Nullable NullWords nulls,
        @Nullable ColumnNames columns,
        boolean extraColumns,
        boolean missingColumns,
        @Nullable String sheet) {

    /// Nothing is said.
    public static final LayoutOptions NONE = new LayoutOptions(null, null, null, null, null, false, false, null);
}
