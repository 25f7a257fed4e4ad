package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import java.util.Optional;

/// What becomes of a line whose CPF is in the table already, or on another line of its file. Chosen for an upload
/// when it is opened.
///
/// The parts of a file are loaded in any order and at the same time, and the outcome is to be that of reading the
/// file from top to bottom. So each row keeps the line it came from, and rows of one file are compared by it.
public enum DuplicatePolicy {
    /// Its whole part fails, as with the predecessor.
    FAIL("fail"),
    /// The line is left out: a row stays as it is, and of the lines of a file the first one counts.
    SKIP("skip"),
    /// The line replaces the row, and of the lines of a file the last one counts.
    UPDATE("update");

    private final String key;

    DuplicatePolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy of this name, in capitals or not.
    public static Optional<DuplicatePolicy> parse(String text) {
        for (DuplicatePolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /// Whether a line takes the place of the row that has its CPF.
    ///
    /// @param lineThere where the row came from, if it is from the same file; null if from anywhere else
    public boolean replaces(@Nullable Long lineThere, long line) {
        return switch (this) {
            case FAIL -> false;
            case SKIP -> lineThere != null && line < lineThere;
            case UPDATE -> lineThere == null || line > lineThere;
        };
    }

    /// The counters of a part, given those that count each of its rows as added, and how many were not.
    ///
    /// @throws IllegalArgumentException if they were more than its rows
    public Counters count(Counters allAdded, long duplicates) {
        return switch (this) {
            case FAIL -> allAdded;
            case SKIP -> allAdded.insteadOfAdded(Counter.DUPLICATES, duplicates);
            case UPDATE -> allAdded.insteadOfAdded(Counter.TOTAL_UPDATED, duplicates);
        };
    }
}
