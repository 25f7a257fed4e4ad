package dev.carga.bootstrap.cli;

import dev.carga.application.receive.Wishes;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import picocli.CommandLine.Option;

/// What may be wished of files, as the server takes it in the URL: the same names and values.
final class WishOptions {

    /// What becomes of columns that are not known.
    private enum ExtraColumns {
        REFUSE,
        IGNORE
    }

    /// What becomes of columns that are not there.
    private enum MissingColumns {
        REFUSE,
        NULL
    }

    @Option(
            names = "--on-duplicate",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description = "What becomes of a line whose CPF is there already: fail its part, skip the line, or update"
                    + " the row. Default: ${DEFAULT-VALUE}.")
    private DuplicatePolicy onDuplicate = DuplicatePolicy.FAIL;

    @Option(
            names = "--on-invalid",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "What becomes of a line whose CPF is no correct number: keep its row, or reject it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private InvalidPolicy onInvalid = InvalidPolicy.KEEP;

    @Option(
            names = "--on-unreadable",
            paramLabel = "POLICY",
            defaultValue = "null",
            description = "What becomes of a line with a flag, a date or a ticket that cannot be read: its row has null"
                    + " there, or reject it. Default: ${DEFAULT-VALUE}.")
    private UnreadablePolicy onUnreadable = UnreadablePolicy.NULL;

    @Option(
            names = "--max-rejects",
            paramLabel = "LIMIT",
            converter = WishConverters.Limit.class,
            description =
                    "How many lines may be rejected before the file fails: a number, or a percentage such as 2.5%%.")
    private @Nullable RejectLimit maxRejects;

    @Option(
            names = "--max-flaws",
            paramLabel = "LIMIT",
            converter = WishConverters.Limit.class,
            description =
                    "How many lines may have a value that is invalid or unreadable before the file fails: a number,"
                            + " or a percentage such as 2.5%%.")
    private @Nullable RejectLimit maxFlaws;

    @Option(
            names = "--on-abort",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "What becomes of the rows that are loaded by then: keep or undo. Default: ${DEFAULT-VALUE}.")
    private AbortPolicy onAbort = AbortPolicy.KEEP;

    @Option(names = "--dry-run", description = "Check and count everything, and load nothing.")
    private boolean dryRun;

    @Option(
            names = "--decimal",
            paramLabel = "SIGN",
            converter = WishConverters.Decimal.class,
            completionCandidates = WishConverters.Decimal.class,
            description = "The decimal sign of the tickets: ${COMPLETION-CANDIDATES}. Default: as the file shows.")
    private @Nullable DecimalMark decimal;

    @Option(
            names = "--dates",
            paramLabel = "PATTERN",
            converter = WishConverters.Dates.class,
            completionCandidates = WishConverters.Dates.class,
            description = "How dates are written: ${COMPLETION-CANDIDATES}. Default: as the file shows.")
    private @Nullable DateStyle dates;

    @Option(
            names = "--booleans",
            paramLabel = "TRUE/FALSE",
            converter = WishConverters.Booleans.class,
            completionCandidates = WishConverters.Booleans.class,
            description = "The words for true and false, such as ativo/inativo. Default: the usual ones.")
    private @Nullable BooleanWords booleans;

    @Option(
            names = "--nulls",
            paramLabel = "WORDS",
            converter = WishConverters.Nulls.class,
            description =
                    "The words for no value, separated by commas, such as 'n/i,sem dado'. Default: the usual ones.")
    private @Nullable NullWords nulls;

    @Option(
            names = "--columns",
            paramLabel = "COLUMNS",
            converter = WishConverters.Columns.class,
            description = "All columns in their order, - for one that is passed over: cpf,-,private,…; or names of the"
                    + " header and what they stand for: Documento:cpf,VIP:private. Default: as the header says.")
    private @Nullable ColumnNames columns;

    @Option(
            names = "--extra-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What becomes of a file with columns that are not known: refuse it, or ignore them. Default:"
                    + " ${DEFAULT-VALUE}.")
    private ExtraColumns extraColumns = ExtraColumns.REFUSE;

    @Option(
            names = "--missing-columns",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What becomes of a file without columns other than cpf: refuse it, or null in every row."
                    + " Default: ${DEFAULT-VALUE}.")
    private MissingColumns missingColumns = MissingColumns.REFUSE;

    @Option(
            names = "--sheet",
            paramLabel = "SHEET",
            converter = WishConverters.Sheet.class,
            description = "Of a workbook: the name of the sheet, or its number. Default: the first.")
    private @Nullable String sheet;

    @Option(
            names = "--corrects",
            paramLabel = "ID",
            converter = WishConverters.Id.class,
            description = "The upload whose rejected lines this file brings again, mended.")
    private @Nullable UploadId corrects;

    boolean isDryRun() {
        return dryRun;
    }

    /// A repeat is taken: whoever names a file here means it.
    Wishes wishes() {
        LoadingRules rules =
                new LoadingRules(onDuplicate, onInvalid, onUnreadable, maxRejects, maxFlaws, onAbort, dryRun);
        LayoutOptions layout = new LayoutOptions(
                decimal,
                dates,
                booleans,
                nulls,
                columns,
                extraColumns == ExtraColumns.IGNORE,
                missingColumns == MissingColumns.NULL,
                sheet);
        return new Wishes(rules, layout, true, null, corrects);
    }
}
