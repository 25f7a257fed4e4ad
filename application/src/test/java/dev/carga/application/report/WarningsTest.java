package dev.carga.application.report;

import static dev.carga.domain.layout.Finding.Source.ASSUMED;
import static dev.carga.domain.layout.Finding.Source.CONFLICTING;
import static dev.carga.domain.layout.Finding.Source.OPEN;
import static dev.carga.domain.layout.Finding.Source.SHOWN;
import static dev.carga.domain.layout.Finding.Source.TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.report.Warning.Code;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.FileColumns.Field;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarningsTest {

    private static final LoadingRules RULES = LoadingRules.of(DuplicatePolicy.FAIL);

    private static Layout layout(FileColumns columns, int headLines, Finding... findings) {
        return new Layout(
                List.of(),
                TextEncoding.UTF_8,
                Separator.SEMICOLON,
                columns,
                true,
                headLines,
                Layout.LineEnd.LF,
                Dialect.PT_BR,
                null,
                new Layout.Sample(1000, 20, false),
                List.of(findings));
    }

    private static UploadView upload(LoadingRules rules, Map<Counter, Long> counted, @Nullable Layout layout) {
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        counters.put(Counter.TOTAL_ROWS, 10L);
        counters.put(Counter.TOTAL_ADDED, 10L);
        counters.putAll(counted);
        return new UploadView(
                UploadId.random(),
                null,
                "a.txt",
                rules,
                Collections.emptySortedSet(),
                ReceptionState.RECEIVED,
                null,
                null,
                new UploadView.Content(1L, "0", layout, LayoutOptions.NONE),
                new UploadView.Times(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, null),
                new PartCounts(0, 0, 1, 0, 0, 0),
                Counters.of(counters),
                new UploadView.Lines(10, 10),
                UploadView.Removal.NONE,
                UploadView.Chain.NONE,
                null);
    }

    private static List<Warning> counting(Map<Counter, Long> counted) {
        return Warnings.of(upload(RULES, counted, null));
    }

    private static List<Warning> finding(Finding... findings) {
        return Warnings.of(upload(RULES, Map.of(), layout(FileColumns.ALL, 1, findings)));
    }

    private static Finding dates(String value, Source source, int shows, @Nullable Long line) {
        return new Finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, value, source, shows, 0, line);
    }

    private static Finding decimal(String value, Source source, @Nullable Long line) {
        return new Finding(Subject.DECIMAL, Column.TICKET_MEDIO, value, source, 3, 1, line);
    }

    @Test
    void correctFileHasNoWarnings() {
        assertThat(counting(Map.of())).isEmpty();
        assertThat(finding(
                        decimal("comma", SHOWN, 2L),
                        decimal("point", TOLD, null),
                        decimal("either", OPEN, null),
                        dates("day_first", ASSUMED, 0, null),
                        dates("month_first", TOLD, 0, null),
                        new Finding(Subject.COLUMNS, null, "order", ASSUMED, 8, 0, null)))
                .isEmpty();
    }

    @Test
    void mostlyUnreadableColumnIsNamed() {
        assertThat(counting(Map.of(Counter.INVALID_DATE, 5L, Counter.INVALID_TICKET_MEDIO, 6L)))
                .containsExactly(Warning.of(Code.MOSTLY_UNREADABLE, Column.TICKET_MEDIO, 6));
        assertThat(counting(Map.of(Counter.INVALID_DATE, 2L, Counter.DATE_OUT_OF_RANGE, 4L)))
                .containsExactly(Warning.of(Code.MOSTLY_UNREADABLE, Column.DATA_ULTIMA_COMPRA, 6));
    }

    @Test
    void linesRejectedForUnreadableValuesHaveNoColumn() {
        assertThat(counting(Map.of(Counter.TOTAL_ADDED, 4L, Counter.TOTAL_REJECTED, 6L, Counter.UNREADABLE_VALUE, 6L)))
                .containsExactly(Warning.of(Code.MOSTLY_UNREADABLE, 6));
    }

    @Test
    void warningsFromCountersComeMostImportantFirst() {
        List<Warning> warnings = counting(Map.of(
                Counter.RESTORED_VALUES, 1L,
                Counter.REPEATED_HEADERS, 2L,
                Counter.AMBIGUOUS_DATE, 3L,
                Counter.LOJA_ULTIMA_COMPRA_DIGITS_LOST, 4L));
        assertThat(warnings)
                .containsExactly(
                        Warning.of(Code.DIGITS_LOST, Column.LOJA_ULTIMA_COMPRA, 4),
                        Warning.of(Code.AMBIGUOUS_VALUES, Column.DATA_ULTIMA_COMPRA, 3),
                        Warning.of(Code.REPEATED_HEADERS, 2),
                        Warning.of(Code.VALUES_RESTORED, 1));
    }

    @Test
    void linesWithoutACpfAreReported() {
        assertThat(counting(Map.of(
                        Counter.TOTAL_ADDED, 8L,
                        Counter.TOTAL_REJECTED, 2L,
                        Counter.TEXT_INSTEAD_OF_CPF, 1L,
                        Counter.UNKNOWN_HEADER, 1L)))
                .containsExactly(Warning.of(Code.UNKNOWN_HEADER, 1), Warning.of(Code.TEXT_INSTEAD_OF_CPF, 1));
    }

    @Test
    void noRowsComesFirstAfterDryRun() {
        Map<Counter, Long> none =
                Map.of(Counter.TOTAL_ADDED, 0L, Counter.TOTAL_REJECTED, 10L, Counter.WRONG_COLUMNS, 10L);
        assertThat(Warnings.of(upload(RULES.asDryRun(), none, null)))
                .containsExactly(Warning.of(Code.DRY_RUN, 0), Warning.of(Code.NO_ROWS, 10));
    }

    @Test
    void skippedColumnsAndLinesAreNamed() {
        FileColumns columns = new FileColumns(List.of(
                Field.of(Column.CPF),
                Field.passedOver("Nome"),
                Field.of(Column.PRIVATE),
                Field.of(Column.INCOMPLETO),
                Field.of(Column.DATA_ULTIMA_COMPRA),
                Field.of(Column.TICKET_MEDIO),
                Field.of(Column.TICKET_ULTIMA_COMPRA),
                Field.of(Column.LOJA_MAIS_FREQUENTE)));
        assertThat(Warnings.of(upload(RULES, Map.of(), layout(columns, 4))))
                .containsExactly(
                        Warning.naming(Code.COLUMNS_MISSING, List.of("loja_ultima_compra")),
                        Warning.naming(Code.COLUMNS_PASSED_OVER, List.of("Nome")),
                        Warning.of(Code.LINES_PASSED_OVER, 3));
    }

    @Test
    void recognisedDialectIsReportedUnlessBrazilian() {
        Finding point = decimal("point", SHOWN, 2L);
        Finding monthFirst = dates("month_first", SHOWN, 7, 9L);
        assertThat(finding(point, monthFirst, dates("day_first", SHOWN, 7, 9L)))
                .containsExactly(
                        Warning.of(Code.MONTH_FIRST_DATES, monthFirst), Warning.of(Code.DIALECT_RECOGNISED, point));
    }

    @Test
    void undecidedDialectIsReportedIfAValueIsAmbiguous() {
        Finding open = decimal("either", OPEN, 5L);
        Finding assumed = dates("day_first", ASSUMED, 0, 6L);
        Finding conflicting = dates("either", CONFLICTING, 3, 7L);
        assertThat(finding(assumed, open, conflicting))
                .containsExactly(
                        Warning.of(Code.DIALECT_CONFLICTING, conflicting),
                        Warning.of(Code.DIALECT_OPEN, open),
                        Warning.of(Code.DIALECT_ASSUMED, assumed));
    }
}
