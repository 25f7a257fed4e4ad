package dev.carga.application.check;

import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import java.util.ArrayList;
import java.util.List;

/// What would become of a file if it was loaded into an empty table.
///
/// @param name      as its sender gave it; of a file in an archive the archive's, a slash, and its own
/// @param whole     whether all of it was looked at, not its head alone
/// @param result   [ReceiveResult.Accepted] if it can be read to its end; else why not
/// @param layout    null if it is not a file that can be read
/// @param firstRows in the order of their lines
/// @param counters  with duplicates counted as added
/// @param lines     what else is counted
/// @param issues    what is wrong with lines, by code and column, in the order in which they came up
/// @param restored  columns with values that a spreadsheet had damaged, and that are read as they were meant
/// @param wrong     why it is not to be loaded as it is; nothing if it may be
public record CheckedFile(
        String name,
        boolean whole,
        ReceiveResult result,
        @Nullable Layout layout,
        List<Purchase> firstRows,
        Counters counters,
        Lines lines,
        List<Issues> issues,
        List<Restored> restored,
        List<Wrong> wrong) {

    /// What the counters of a part cannot tell.
    ///
    /// @param duplicates lines whose CPF stands on an earlier line
    /// @param firstDuplicates the first of them
    /// @param everyCpfCompared whether duplicates were looked for among all CPFs; of invalid ones only so many
    ///                         are remembered
    public record Lines(long duplicates, List<Long> firstDuplicates, boolean everyCpfCompared) {
        static final Lines NONE = new Lines(0, List.of(), true);
    }

    /// The lines with which the same is wrong.
    ///
    /// @param column   null if it is about the line as a whole
    /// @param rejected whether they give no row for it
    /// @param first    the first of them
    public record Issues(
            IssueCode code, @Nullable Column column, boolean rejected, long count, List<LineIssue> first) {}

    /// The values of a column that were restored.
    public record Restored(Column column, long count, List<Value> first) {}

    /// A value as it will be stored.
    public record Value(long line, String text) {}

    /// What stands against loading a file as it is.
    public enum Wrong {
        /// It cannot be read, or not to its end.
        NOT_READ("not_read"),
        /// No line gives a row.
        NO_ROWS("no_rows"),
        /// More lines give no row than may.
        REJECTS("rejects"),
        /// More lines have a value that cannot be read than may.
        FLAWS("flaws"),
        /// A CPF stands on more than one line.
        DUPLICATES("duplicates");

        private final String key;

        Wrong(String key) {
            this.key = key;
        }

        /// The stable name in JSON.
        public String key() {
            return key;
        }
    }

    /// Of which nothing could be read.
    static CheckedFile unread(String name, boolean whole, ReceiveResult result) {
        return new CheckedFile(
                name,
                whole,
                result,
                null,
                List.of(),
                Counters.NONE,
                Lines.NONE,
                List.of(),
                List.of(),
                List.of(Wrong.NOT_READ));
    }

    /// What is wrong, given that as many lines may be rejected or flawed as the rules say; none if they say
    /// nothing.
    static List<Wrong> judge(ReceiveResult result, Counters counters, Lines lines, LoadingRules rules) {
        List<Wrong> wrong = new ArrayList<>();
        if (!(result instanceof ReceiveResult.Accepted)) {
            wrong.add(Wrong.NOT_READ);
        }
        if (counters.of(Counter.TOTAL_ADDED) == 0) {
            wrong.add(Wrong.NO_ROWS);
        }
        long total = counters.of(Counter.TOTAL_ROWS);
        if (isTooMuch(counters.of(Counter.TOTAL_REJECTED), total, rules.maxRejects())) {
            wrong.add(Wrong.REJECTS);
        }
        if (isTooMuch(counters.of(Counter.TOTAL_FLAWED), total, rules.maxFlaws())) {
            wrong.add(Wrong.FLAWS);
        }
        if (lines.duplicates() > 0) {
            wrong.add(Wrong.DUPLICATES);
        }
        return List.copyOf(wrong);
    }

    private static boolean isTooMuch(long lines, long total, @Nullable RejectLimit limit) {
        return lines > 0 && (limit == null || limit.isExceededBy(lines, total, true));
    }
}
