package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// One property of a file's layout, with the evidence for it.
///
/// @param column  null if the finding concerns the whole file
/// @param value   a stable word, such as `comma` or `day_first`
/// @param shows   the number of sample values that can only be read this way
/// @param against the number of sample values that can only be read another way; if nothing shows a way, the
///                number of ambiguous values
/// @param line    the number of the first line that shows the finding, from 1; in a conflict, the first line
///                that shows the other way; if nothing shows a way, the first line with an ambiguous value;
///                null if there is none
public record Finding(
        Subject subject,
        @Nullable Column column,
        String value,
        Source source,
        int shows,
        int against,
        @Nullable Long line) {

    /// The property.
    public enum Subject {
        ENCODING("encoding"),
        SEPARATOR("separator"),
        COLUMNS("columns"),
        DECIMAL("decimal"),
        DATES("dates"),
        BOOLEANS("booleans"),
        NULLS("nulls");

        private final String key;

        Subject(String key) {
            this.key = key;
        }

        /// The stable name in JSON and in the database, equal to the name of the option for the property, if
        /// there is one.
        public String key() {
            return key;
        }
    }

    /// Where a finding comes from.
    public enum Source {
        /// An option of the sender, a `sep=` line, or the file that a correction corrects.
        TOLD("told"),
        /// The sample shows it.
        SHOWN("shown"),
        /// The sample does not show it; the Brazilian way is assumed.
        ASSUMED("assumed"),
        /// The sample shows two ways; only values with one reading are read.
        CONFLICTING("conflicting"),
        /// The sample does not show it, and nothing is assumed; only values with one reading are read.
        OPEN("open");

        private final String key;

        Source(String key) {
            this.key = key;
        }

        /// The stable name in JSON and in the database.
        public String key() {
            return key;
        }
    }
}
