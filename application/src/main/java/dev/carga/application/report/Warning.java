package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import java.util.List;

/// Something that the sender of a file should know about it, although the file is accepted. [Warnings] finds
/// them; adapters word them.
///
/// @param column  null if the warning is about the file as a whole
/// @param count   of lines, values or columns; 0 if there is nothing to count
/// @param names   of the columns that the warning is about
/// @param finding the evidence, if the warning is about the recognised dialect
public record Warning(
        Code code,
        @Nullable Column column,
        long count,
        List<String> names,
        @Nullable Finding finding) {

    /// The kinds of warnings, the most important first.
    public enum Code {
        /// Nothing is loaded.
        DRY_RUN("dry_run"),
        /// No line gave a row.
        NO_ROWS("no_rows"),
        /// More than half of the values of a column cannot be read, or have wrong check digits.
        MOSTLY_UNREADABLE("mostly_unreadable"),
        /// Documents of which a spreadsheet kept only the first digits.
        DIGITS_LOST("digits_lost"),
        /// Values that can be read in two ways, and became NULL.
        AMBIGUOUS_VALUES("ambiguous_values"),
        /// The sample contains values written in two ways.
        DIALECT_CONFLICTING("dialect_conflicting"),
        /// The sample does not show how values are written, and nothing is assumed.
        DIALECT_OPEN("dialect_open"),
        /// The sample does not show how values are written, and the Brazilian way is assumed.
        DIALECT_ASSUMED("dialect_assumed"),
        /// Dates are read month first.
        MONTH_FIRST_DATES("month_first_dates"),
        /// Numbers are read in another way than the Brazilian one.
        DIALECT_RECOGNISED("dialect_recognised"),
        /// Lines below a header that could not be read.
        UNKNOWN_HEADER("unknown_header"),
        /// Lines without a customer: titles, totals and the like.
        TEXT_INSTEAD_OF_CPF("text_instead_of_cpf"),
        COLUMNS_MISSING("columns_missing"),
        COLUMNS_PASSED_OVER("columns_passed_over"),
        /// Lines above the header.
        LINES_PASSED_OVER("lines_passed_over"),
        REPEATED_HEADERS("repeated_headers"),
        /// Documents whose leading zeros a spreadsheet had removed.
        VALUES_RESTORED("values_restored");

        private final String key;

        Code(String key) {
            this.key = key;
        }

        /// The stable name in JSON.
        public String key() {
            return key;
        }
    }

    public Warning {
        names = List.copyOf(names);
    }

    static Warning of(Code code, long count) {
        return new Warning(code, null, count, List.of(), null);
    }

    static Warning of(Code code, Column column, long count) {
        return new Warning(code, column, count, List.of(), null);
    }

    static Warning naming(Code code, List<String> names) {
        return new Warning(code, null, names.size(), names, null);
    }

    static Warning of(Code code, Finding finding) {
        return new Warning(code, finding.column(), finding.shows() + finding.against(), List.of(), finding);
    }
}
