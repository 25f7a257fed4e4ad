package dev.carga.domain.layout;

import dev.carga.domain.Nullable;

/// Something that was recognised of a file, and on what evidence.
///
/// @param column  null where it is about the file as a whole
/// @param value   a stable word, such as `comma` or `day_first`
/// @param shows   how many values of the sample can only be read so
/// @param against how many can only be read otherwise
/// @param line    the first line that shows it, from 1; where it is assumed, the first with a value that could
///                be read otherwise, too; in a conflict, the first that shows the other way; null if there is none
public record Finding(
        Subject subject,
        @Nullable Column column,
        String value,
        Source source,
        int shows,
        int against,
        @Nullable Long line) {

    /// What it is about.
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

        /// The stable name in JSON and in the database: that of the option that decides it, where there is
        /// one.
        public String key() {
            return key;
        }
    }

    /// Why it is taken to be so.
    public enum Source {
        /// The sender said so.
        TOLD("told"),
        /// The sample shows it.
        SHOWN("shown"),
        /// The sample shows nothing, and Brazil's way is taken.
        ASSUMED("assumed"),
        /// The sample shows both ways: only what has one reading is read.
        CONFLICTING("conflicting"),
        /// The sample shows nothing, and nothing is assumed: only what has one reading is read.
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
