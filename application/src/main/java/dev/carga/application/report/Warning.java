package dev.carga.application.report;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import java.util.List;

/// Something that the sender of a file should know of it, although nobody refuses it. Found by [Warnings]; put
/// into words by whoever tells it.
///
/// @param column  null where it is about the file as a whole
/// @param count   of lines, values or columns; 0 where there is nothing to count
/// @param names   of columns, where it is about some
/// @param finding the evidence, where it is about what was recognised
public record Warning(
        Code code,
        @Nullable Column column,
        long count,
        List<String> names,
        @Nullable Finding finding) {

    /// What it says. In the order of their importance.
    public enum Code {
        /// Nothing is loaded.
        DRY_RUN("dry_run"),
        /// No line gave a row.
        NO_ROWS("no_rows"),
        /// Of a column, more than half of the lines' values could not be read, or are no correct numbers.
        MOSTLY_UNREADABLE("mostly_unreadable"),
        /// Documents of which a spreadsheet has kept only the first digits.
        DIGITS_LOST("digits_lost"),
        /// Values that have two readings, and came out as NULL.
        AMBIGUOUS_VALUES("ambiguous_values"),
        /// The sample shows two ways of writing values.
        DIALECT_CONFLICTING("dialect_conflicting"),
        /// The sample shows nothing, and nothing is assumed.
        DIALECT_OPEN("dialect_open"),
        /// The sample shows nothing, and Brazil's way is taken.
        DIALECT_ASSUMED("dialect_assumed"),
        /// Dates are read with the month before the day.
        MONTH_FIRST_DATES("month_first_dates"),
        /// Numbers are read in another way than Brazil's.
        DIALECT_RECOGNISED("dialect_recognised"),
        /// The lines below a header that could not be read.
        UNKNOWN_HEADER("unknown_header"),
        /// Titles, totals and the like: lines that are no customer's.
        TEXT_INSTEAD_OF_CPF("text_instead_of_cpf"),
        COLUMNS_MISSING("columns_missing"),
        COLUMNS_PASSED_OVER("columns_passed_over"),
        /// Lines above the header.
        LINES_PASSED_OVER("lines_passed_over"),
        REPEATED_HEADERS("repeated_headers"),
        /// Documents of which a spreadsheet had lost the zeros in front.
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
