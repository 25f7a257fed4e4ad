package dev.carga.domain.purchase;

import java.util.Set;

/// The result of parsing a line.
public sealed interface LineResult {

    /// A blank line: skipped and not counted.
    record Blank() implements LineResult {}

    /// A line that gives no row.
    record Rejected(Rejection reason) implements LineResult {}

    /// A line that gives a row.
    ///
    /// @param restored the number of its documents that a spreadsheet had changed and that were restored
    record Row(Purchase purchase, Set<Flaw> flaws, int restored) implements LineResult {

        /// A row without restored documents.
        public Row(Purchase purchase, Set<Flaw> flaws) {
            this(purchase, flaws, 0);
        }
    }
}
