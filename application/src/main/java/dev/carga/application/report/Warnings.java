package dev.carga.application.report;

import static dev.carga.domain.purchase.Counter.AMBIGUOUS_DATE;
import static dev.carga.domain.purchase.Counter.AMBIGUOUS_TICKET_MEDIO;
import static dev.carga.domain.purchase.Counter.AMBIGUOUS_TICKET_ULTIMA_COMPRA;
import static dev.carga.domain.purchase.Counter.CPF_DIGITS_LOST;
import static dev.carga.domain.purchase.Counter.DATE_OUT_OF_RANGE;
import static dev.carga.domain.purchase.Counter.INVALID_CPF;
import static dev.carga.domain.purchase.Counter.INVALID_DATE;
import static dev.carga.domain.purchase.Counter.INVALID_INCOMPLETO;
import static dev.carga.domain.purchase.Counter.INVALID_LOJA_MAIS_FREQUENTE;
import static dev.carga.domain.purchase.Counter.INVALID_LOJA_ULTIMA_COMPRA;
import static dev.carga.domain.purchase.Counter.INVALID_PRIVATE;
import static dev.carga.domain.purchase.Counter.INVALID_TICKET_MEDIO;
import static dev.carga.domain.purchase.Counter.INVALID_TICKET_ULTIMA_COMPRA;
import static dev.carga.domain.purchase.Counter.LOJA_MAIS_FREQUENTE_DIGITS_LOST;
import static dev.carga.domain.purchase.Counter.LOJA_ULTIMA_COMPRA_DIGITS_LOST;
import static dev.carga.domain.purchase.Counter.REPEATED_HEADERS;
import static dev.carga.domain.purchase.Counter.RESTORED_VALUES;
import static dev.carga.domain.purchase.Counter.TEXT_INSTEAD_OF_CPF;
import static dev.carga.domain.purchase.Counter.TOTAL_ROWS;
import static dev.carga.domain.purchase.Counter.UNKNOWN_HEADER;
import static dev.carga.domain.purchase.Counter.UNREADABLE_VALUE;

import dev.carga.application.report.Warning.Code;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the warnings of an upload. A pure function of its view: warnings are not stored, and those of an
/// upload in progress grow with it.
public final class Warnings {

    /// The counters of values of a column that could not be read or are incorrect.
    private static final Map<Column, List<Counter>> UNREADABLE = Map.of(
            Column.CPF, List.of(INVALID_CPF, CPF_DIGITS_LOST),
            Column.PRIVATE, List.of(INVALID_PRIVATE),
            Column.INCOMPLETO, List.of(INVALID_INCOMPLETO),
            Column.DATA_ULTIMA_COMPRA, List.of(INVALID_DATE, AMBIGUOUS_DATE, DATE_OUT_OF_RANGE),
            Column.TICKET_MEDIO, List.of(INVALID_TICKET_MEDIO, AMBIGUOUS_TICKET_MEDIO),
            Column.TICKET_ULTIMA_COMPRA, List.of(INVALID_TICKET_ULTIMA_COMPRA, AMBIGUOUS_TICKET_ULTIMA_COMPRA),
            Column.LOJA_MAIS_FREQUENTE, List.of(INVALID_LOJA_MAIS_FREQUENTE, LOJA_MAIS_FREQUENTE_DIGITS_LOST),
            Column.LOJA_ULTIMA_COMPRA, List.of(INVALID_LOJA_ULTIMA_COMPRA, LOJA_ULTIMA_COMPRA_DIGITS_LOST));

    private static final Map<Column, Counter> AMBIGUOUS = Map.of(
            Column.DATA_ULTIMA_COMPRA, AMBIGUOUS_DATE,
            Column.TICKET_MEDIO, AMBIGUOUS_TICKET_MEDIO,
            Column.TICKET_ULTIMA_COMPRA, AMBIGUOUS_TICKET_ULTIMA_COMPRA);

    private static final Map<Column, Counter> DIGITS_LOST = Map.of(
            Column.CPF, CPF_DIGITS_LOST,
            Column.LOJA_MAIS_FREQUENTE, LOJA_MAIS_FREQUENTE_DIGITS_LOST,
            Column.LOJA_ULTIMA_COMPRA, LOJA_ULTIMA_COMPRA_DIGITS_LOST);

    private static final Map<Code, Counter> COUNTED = Map.of(
            Code.UNKNOWN_HEADER, UNKNOWN_HEADER,
            Code.TEXT_INSTEAD_OF_CPF, TEXT_INSTEAD_OF_CPF,
            Code.REPEATED_HEADERS, REPEATED_HEADERS,
            Code.VALUES_RESTORED, RESTORED_VALUES);

    /// Subjects for which an option decides between two readings of a value.
    private static final Set<Finding.Subject> DECIDABLE = Set.of(Finding.Subject.DECIMAL, Finding.Subject.DATES);

    private final UploadView upload;
    private final Counters counters;
    private final List<Warning> found = new ArrayList<>();

    private Warnings(UploadView upload) {
        this.upload = upload;
        this.counters = upload.counters();
    }

    /// The warnings, the most important first; those with the same code in the order of the columns.
    public static List<Warning> of(UploadView upload) {
        Warnings warnings = new Warnings(upload);
        warnings.addAboutFile();
        warnings.addFromCounters();
        @Nullable Layout layout = upload.content().layout();
        if (layout != null) {
            warnings.addFromLayout(layout);
        }
        warnings.found.sort(Comparator.comparing(Warning::code));
        return List.copyOf(warnings.found);
    }

    private void addAboutFile() {
        if (upload.rules().dryRun()) {
            found.add(Warning.of(Code.DRY_RUN, 0));
        }
        if (UploadView.NO_ROWS.equals(upload.reason())) {
            found.add(Warning.of(Code.NO_ROWS, counters.of(TOTAL_ROWS)));
        }
    }

    private void addFromCounters() {
        for (Column column : Column.ALL) {
            long unreadable = UNREADABLE.getOrDefault(column, List.of()).stream()
                    .mapToLong(counters::of)
                    .sum();
            if (isMost(unreadable)) {
                found.add(Warning.of(Code.MOSTLY_UNREADABLE, column, unreadable));
            }
            addIfCounted(Code.DIGITS_LOST, column, DIGITS_LOST.get(column));
            addIfCounted(Code.AMBIGUOUS_VALUES, column, AMBIGUOUS.get(column));
        }
        // For a line rejected because of an unreadable value, the column is not counted.
        if (isMost(counters.of(UNREADABLE_VALUE))) {
            found.add(Warning.of(Code.MOSTLY_UNREADABLE, counters.of(UNREADABLE_VALUE)));
        }
        COUNTED.forEach((code, counter) -> {
            if (counters.of(counter) > 0) {
                found.add(Warning.of(code, counters.of(counter)));
            }
        });
    }

    private boolean isMost(long values) {
        return values * 2 > counters.of(TOTAL_ROWS);
    }

    private void addIfCounted(Code code, Column column, @Nullable Counter counter) {
        if (counter != null && counters.of(counter) > 0) {
            found.add(Warning.of(code, column, counters.of(counter)));
        }
    }

    private void addFromLayout(Layout layout) {
        if (layout.linesPassedOver() > 0) {
            found.add(Warning.of(Code.LINES_PASSED_OVER, layout.linesPassedOver()));
        }
        if (!layout.columns().passedOver().isEmpty()) {
            found.add(Warning.naming(Code.COLUMNS_PASSED_OVER, layout.columns().passedOver()));
        }
        if (!layout.columns().missing().isEmpty()) {
            found.add(Warning.naming(
                    Code.COLUMNS_MISSING,
                    layout.columns().missing().stream().map(Column::key).toList()));
        }
        layout.findings().forEach(this::add);
    }

    /// What the sender stated needs no warning. What is assumed or left open needs one if it makes a
    /// difference: a value of the sample could be read differently, or a value could be read in two ways.
    private void add(Finding finding) {
        boolean decidable = DECIDABLE.contains(finding.subject());
        switch (finding.source()) {
            case TOLD -> {}
            case SHOWN -> addIfUnusual(finding);
            case CONFLICTING -> found.add(Warning.of(Code.DIALECT_CONFLICTING, finding));
            case OPEN -> {
                if (decidable && (finding.line() != null || isAmbiguous(finding))) {
                    found.add(Warning.of(Code.DIALECT_OPEN, finding));
                }
            }
            case ASSUMED -> {
                if (decidable && finding.line() != null) {
                    found.add(Warning.of(Code.DIALECT_ASSUMED, finding));
                }
            }
        }
    }

    private boolean isAmbiguous(Finding finding) {
        Column column = finding.column() == null ? Column.DATA_ULTIMA_COMPRA : finding.column();
        @Nullable Counter counter = AMBIGUOUS.get(column);
        return counter != null && counters.of(counter) > 0;
    }

    private void addIfUnusual(Finding finding) {
        if (finding.subject() == Finding.Subject.DATES && finding.value().equals(DateStyle.Order.MONTH_FIRST.key())) {
            found.add(Warning.of(Code.MONTH_FIRST_DATES, finding));
        } else if (finding.subject() == Finding.Subject.DECIMAL
                && finding.value().equals(DecimalMark.POINT.key())) {
            found.add(Warning.of(Code.DIALECT_RECOGNISED, finding));
        }
    }
}
