package dev.carga.domain.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.layout.FileColumns.Field;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectingLayoutTest {

    private static final NumberStyle POINT = new NumberStyle(DecimalMark.POINT, true);
    private static final DateStyle MONTH_FIRST = new DateStyle(DateStyle.Order.MONTH_FIRST, false);
    private static final DateRange TODAY = new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2026, 12, 1));

    private static Layout layout(TextEncoding encoding, FileColumns columns, Dialect dialect, Finding... findings) {
        return new Layout(
                List.of(),
                encoding,
                Separator.SEMICOLON,
                columns,
                true,
                1,
                Layout.LineEnd.LF,
                dialect,
                null,
                Layout.Sample.NONE,
                List.of(findings));
    }

    private static Dialect dialect(NumberStyle medio, NumberStyle ultima, DateStyle dates) {
        return new Dialect(medio, ultima, dates, BooleanWords.USUAL, NullWords.USUAL, DateRange.ANY);
    }

    private static Layout recognised(Finding... findings) {
        Dialect brazil = new Dialect(
                NumberStyle.PT_BR, NumberStyle.PT_BR, DateStyle.DAY_FIRST, BooleanWords.USUAL, NullWords.USUAL, TODAY);
        return layout(TextEncoding.UTF_8, FileColumns.ALL, brazil, findings);
    }

    private static Finding finding(Subject subject, @Nullable Column column, String value, Source source) {
        return new Finding(subject, column, value, source, 3, 0, 2L);
    }

    @Test
    void correctionIsReadInTheDialectOfTheEarlierFile() {
        Layout corrected =
                layout(TextEncoding.UTF_8, FileColumns.ALL, dialect(POINT, NumberStyle.UNDECIDED, MONTH_FIRST));

        Layout layout = CorrectingLayout.of(recognised(), corrected, LayoutOptions.NONE, true);

        assertThat(layout.dialect())
                .isEqualTo(new Dialect(
                        POINT, NumberStyle.UNDECIDED, MONTH_FIRST, BooleanWords.USUAL, NullWords.USUAL, TODAY));
        assertThat(layout.separator()).isEqualTo(Separator.SEMICOLON);
    }

    @Test
    void optionsOfTheSenderPrecedeTheEarlierDialect() {
        Layout corrected = layout(TextEncoding.UTF_8, FileColumns.ALL, dialect(POINT, POINT, MONTH_FIRST));
        LayoutOptions options = new LayoutOptions(DecimalMark.COMMA, null, null, null, null, false, false, null);

        Dialect dialect =
                CorrectingLayout.of(recognised(), corrected, options, true).dialect();

        assertThat(dialect.ticketMedio()).isEqualTo(NumberStyle.PT_BR);
        assertThat(dialect.ticketUltimaCompra()).isEqualTo(NumberStyle.PT_BR);
        assertThat(dialect.dates()).isEqualTo(MONTH_FIRST);
    }

    @Test
    void evidenceOfTheCorrectionPrecedesAnAssumption() {
        Layout corrected = layout(
                TextEncoding.UTF_8,
                FileColumns.ALL,
                dialect(POINT, POINT, MONTH_FIRST),
                finding(Subject.DECIMAL, Column.TICKET_MEDIO, "point", Source.SHOWN),
                finding(Subject.DECIMAL, Column.TICKET_ULTIMA_COMPRA, "point", Source.ASSUMED),
                finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, "month_first", Source.ASSUMED));
        Layout recognised = recognised(
                finding(Subject.SEPARATOR, null, "semicolon", Source.SHOWN),
                finding(Subject.DECIMAL, Column.TICKET_MEDIO, "comma", Source.SHOWN),
                finding(Subject.DECIMAL, Column.TICKET_ULTIMA_COMPRA, "comma", Source.SHOWN),
                finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, "day_first", Source.ASSUMED));

        Layout layout = CorrectingLayout.of(recognised, corrected, LayoutOptions.NONE, true);

        assertThat(layout.dialect().ticketMedio()).isEqualTo(POINT);
        assertThat(layout.dialect().ticketUltimaCompra()).isEqualTo(NumberStyle.PT_BR);
        assertThat(layout.dialect().dates()).isEqualTo(MONTH_FIRST);
        assertThat(layout.findings())
                .containsExactlyInAnyOrder(
                        finding(Subject.SEPARATOR, null, "semicolon", Source.SHOWN),
                        new Finding(Subject.DECIMAL, Column.TICKET_MEDIO, "point", Source.TOLD, 0, 0, null),
                        finding(Subject.DECIMAL, Column.TICKET_ULTIMA_COMPRA, "comma", Source.SHOWN),
                        new Finding(
                                Subject.DATES, Column.DATA_ULTIMA_COMPRA, "month_first", Source.ASSUMED, 0, 0, null));
    }

    /// A spreadsheet may have saved the correction in another encoding.
    @Test
    void earlierEncodingAppliesOnlyToACorrectionInAscii() {
        Layout corrected = layout(TextEncoding.WINDOWS_1252, FileColumns.ALL, Dialect.PT_BR);

        assertThat(CorrectingLayout.of(recognised(), corrected, LayoutOptions.NONE, true)
                        .encoding())
                .isEqualTo(TextEncoding.WINDOWS_1252);
        assertThat(CorrectingLayout.of(recognised(), corrected, LayoutOptions.NONE, false)
                        .encoding())
                .isEqualTo(TextEncoding.UTF_8);
    }

    @Test
    void correctionMayLackOrHaveTheSameColumnsAsTheEarlierFile() {
        List<Field> fields = new ArrayList<>(List.of(Field.of(Column.CPF)));
        Layout missing = layout(TextEncoding.UTF_8, new FileColumns(fields), Dialect.PT_BR);
        fields.add(Field.passedOver("nome"));
        Layout extra = layout(TextEncoding.UTF_8, new FileColumns(fields), Dialect.PT_BR);
        Layout reason = layout(
                TextEncoding.UTF_8,
                new FileColumns(List.of(Field.of(Column.CPF), Field.passedOver("Motivo"))),
                Dialect.PT_BR);

        assertThat(CorrectingLayout.options(LayoutOptions.NONE, missing).missingColumns())
                .isTrue();
        assertThat(CorrectingLayout.options(LayoutOptions.NONE, missing).extraColumns())
                .isFalse();
        assertThat(CorrectingLayout.options(LayoutOptions.NONE, extra).extraColumns())
                .isTrue();
        assertThat(CorrectingLayout.options(LayoutOptions.NONE, reason).extraColumns())
                .isFalse();
        assertThat(CorrectingLayout.options(LayoutOptions.NONE, recognised())).isEqualTo(LayoutOptions.NONE);
    }
}
