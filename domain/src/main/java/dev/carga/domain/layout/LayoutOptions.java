package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;

/// What the sender of a file specifies about its layout. An option that is null is recognised from the file.
///
/// @param columns        null if the columns have usual names, or no header and the usual order
/// @param extraColumns   whether unknown columns are skipped; otherwise the file is refused
/// @param missingColumns whether columns other than `cpf` may be missing, and are then NULL; otherwise the
///                       file is refused
/// @param sheet          the sheet of a workbook: its name, or its number from 1; null for the first sheet
public record LayoutOptions(
        @Nullable DecimalMark decimal,
        @Nullable DateStyle dates,
        @Nullable BooleanWords booleans,
        @Nullable NullWords nulls,
        @Nullable ColumnNames columns,
        boolean extraColumns,
        boolean missingColumns,
        @Nullable String sheet) {

    /// No options.
    public static final LayoutOptions NONE = new LayoutOptions(null, null, null, null, null, false, false, null);
}
