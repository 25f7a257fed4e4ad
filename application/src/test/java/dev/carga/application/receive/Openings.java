package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.Traces;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.layout.Alignment;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Layout.LineEnd;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// Data with which tests open uploads.
public final class Openings {

    /// The layout of the predecessor's file.
    public static final Layout BLANK_ALIGNED =
            Layout.plain(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, true, LineEnd.LF);

    /// A layout in which nothing has its default.
    public static final Layout UNUSUAL = new Layout(
            List.of(Packing.ZSTD, Packing.GZIP),
            TextEncoding.WINDOWS_1252,
            Separator.SEMICOLON,
            new FileColumns(List.of(
                    FileColumns.Field.passedOver("Nome do cliente; \"apelido\""),
                    FileColumns.Field.of(Column.TICKET_MEDIO),
                    FileColumns.Field.of(Column.CPF),
                    FileColumns.Field.passedOver(""))),
            true,
            4,
            LineEnd.MIXED,
            new Dialect(
                    new NumberStyle(DecimalMark.POINT, true),
                    NumberStyle.UNDECIDED,
                    new DateStyle(DateStyle.Order.MONTH_FIRST, true),
                    BooleanWords.parse("ativo,sim/inativo").orElseThrow(),
                    NullWords.parse("n/i,sem dado").orElseThrow(),
                    DateRange.until(LocalDate.of(2026, 2, 28))),
            new Alignment(List.of(new Alignment.Edge(0, false, 20), new Alignment.Edge(34, true, 40)), true),
            new Layout.Sample(65_536, 700, false),
            List.of(
                    new Finding(Finding.Subject.ENCODING, null, "windows-1252", Finding.Source.SHOWN, 3, 0, 17L),
                    new Finding(
                            Finding.Subject.DECIMAL,
                            Column.TICKET_MEDIO,
                            "point",
                            Finding.Source.CONFLICTING,
                            5,
                            2,
                            null)));

    /// All layout options at once, except columns in their order.
    public static final LayoutOptions OPTIONS = new LayoutOptions(
            DecimalMark.POINT,
            new DateStyle(DateStyle.Order.YEAR_FIRST, false),
            BooleanWords.USUAL,
            new NullWords(Set.of()),
            ColumnNames.parse("Documento: CPF/CNPJ:cpf,VIP:private").orElseThrow(),
            true,
            true,
            "Vendas de março");

    private Openings() {}

    public static UploadStore.Opening of(String name, DuplicatePolicy policy, TraceParent trace) {
        return new UploadStore.Opening(name, BLANK_ALIGNED, UploadOptions.of(policy), trace);
    }

    /// An upload with a webhook.
    public static UploadStore.Opening withWebhook(String webhook) {
        UploadOptions options =
                new UploadOptions(LoadingRules.of(DuplicatePolicy.FAIL), LayoutOptions.NONE, true, webhook, null);
        return new UploadStore.Opening("base_teste.txt", BLANK_ALIGNED, options, Traces.TRACE);
    }
}
