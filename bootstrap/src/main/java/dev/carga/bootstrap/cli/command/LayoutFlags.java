package dev.carga.bootstrap.cli.command;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.LayoutOptions;
import picocli.CommandLine.Option;

/// The flags that describe how a file is written. What they leave open is recognised from the file.
public final class LayoutFlags {

    /// What to do with unknown columns.
    private enum ExtraColumns {
        REFUSE,
        IGNORE
    }

    /// What to do about missing columns.
    private enum MissingColumns {
        REFUSE,
        NULL
    }

    @Option(
            names = "--decimal",
            paramLabel = "SIGN",
            converter = UploadFlagConverters.Decimal.class,
            completionCandidates = UploadFlagConverters.Decimal.class,
            description =
                    "The decimal sign of the tickets: ${COMPLETION-CANDIDATES}. Default: recognised from the file.")
    private @Nullable DecimalMark decimal;

    @Option(
            names = "--dates",
            paramLabel = "PATTERN",
            converter = UploadFlagConverters.Dates.class,
            completionCandidates = UploadFlagConverters.Dates.class,
            description = "How dates are written: ${COMPLETION-CANDIDATES}. Default: recognised from the file.")
    private @Nullable DateStyle dates;

    @Option(
            names = "--booleans",
            paramLabel = "TRUE/FALSE",
            converter = UploadFlagConverters.Booleans.class,
            completionCandidates = UploadFlagConverters.Booleans.class,
            description = "The words for true and false, such as ativo/inativo. Default: the usual ones.")
    private @Nullable BooleanWords booleans;

    @Option(
            names = "--nulls",
            paramLabel = "WORDS",
            converter = UploadFlagConverters.Nulls.class,
            description =
                    "The words for no value, separated by commas, such as 'n/i,sem dado'. Default: the usual ones.")
    private @Nullable NullWords nulls;

    @Option(
            names = "--columns",
            paramLabel = "COLUMNS",
            converter = UploadFlagConverters.Columns.class,
            description = "All columns in order, with - for one to ignore: cpf,-,private,…; or names of the header and"
                    + " their columns: Documento:cpf,VIP:private. Default: as the header says.")
    private @Nullable ColumnNames columns;

    @Option(
            names = "--extra-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What to do with a file that has unknown columns: refuse it, or ignore them. Default:"
                    + " ${DEFAULT-VALUE}.")
    private ExtraColumns extraColumns = ExtraColumns.REFUSE;

    @Option(
            names = "--missing-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What to do with a file in which columns other than cpf are missing: refuse it, or store null"
                    + " in every row. Default: ${DEFAULT-VALUE}.")
    private MissingColumns missingColumns = MissingColumns.REFUSE;

    @Option(
            names = "--sheet",
            paramLabel = "SHEET",
            converter = UploadFlagConverters.Sheet.class,
            description = "The sheet of a workbook, by its name or number. Default: the first.")
    private @Nullable String sheet;

    /// The values of the flags.
    LayoutOptions options() {
        return new LayoutOptions(
                decimal,
                dates,
                booleans,
                nulls,
                columns,
                extraColumns == ExtraColumns.IGNORE,
                missingColumns == MissingColumns.NULL,
                sheet);
    }
}
