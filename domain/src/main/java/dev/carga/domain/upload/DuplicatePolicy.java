package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import java.util.Optional;

/// What happens to a line whose CPF is already in the table or on another line of the same file. Chosen per
/// upload when it is opened.
///
/// The parts of a file are loaded concurrently and in any order, but the result must be that of reading the
/// file from top to bottom. Each row therefore stores the line it came from, and rows of one file are
/// compared by line.
public enum DuplicatePolicy {
    /// The whole part of the line fails, as in the predecessor.
    FAIL("fail"),
    /// The line is skipped: an existing row stays unchanged, and within a file the first line wins.
    SKIP("skip"),
    /// The line replaces the existing row, and within a file the last line wins.
    UPDATE("update");

    private final String key;

    DuplicatePolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy with this [#key()], ignoring case.
    public static Optional<DuplicatePolicy> parse(String text) {
        for (DuplicatePolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /// Whether a line replaces the row that has the same CPF.
    ///
    /// @param existingLine the line of the existing row if it comes from the same file; null otherwise
    /// @param line         the new line
    public boolean replaces(@Nullable Long existingLine, long line) {
        return switch (this) {
            case FAIL -> false;
            case SKIP -> existingLine != null && line < existingLine;
            case UPDATE -> existingLine == null || line > existingLine;
        };
    }

    /// The counters of a part with its duplicates counted as this policy demands.
    ///
    /// @param allAdded   the counters of the part with every row counted as added
    /// @param duplicates the number of rows that were duplicates
    /// @throws IllegalArgumentException if `duplicates` exceeds the number of rows
    public Counters count(Counters allAdded, long duplicates) {
        return switch (this) {
            case FAIL -> allAdded;
            case SKIP -> allAdded.insteadOfAdded(Counter.DUPLICATES, duplicates);
            case UPDATE -> allAdded.insteadOfAdded(Counter.TOTAL_UPDATED, duplicates);
        };
    }
}
