package dev.carga.domain.purchase;

import java.util.Set;

/// What one line turned out to be.
public sealed interface LineResult {

    /// Nothing but blanks: skipped, and not counted.
    record Blank() implements LineResult {}

    /// No row, for this reason.
    record Rejected(Rejection reason) implements LineResult {}

    /// A row, and what was wrong with it.
    ///
    /// @param restored how many of its documents a spreadsheet had damaged, and were restored
    record Row(Purchase purchase, Set<Flaw> flaws, int restored) implements LineResult {

        /// One of which nothing was restored.
        public Row(Purchase purchase, Set<Flaw> flaws) {
            this(purchase, flaws, 0);
        }
    }
}
