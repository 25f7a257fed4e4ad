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

/// The result of checking a file: what loading it into an empty table would do.
///
/// @param name      as its sender gave it; of a file in an archive the archive's, a slash, and its own
/// @param whole     whether all of the file was checked; false for its head alone
/// @param result    [ReceiveResult.Accepted] if the file can be read to its end; else why not
/// @param layout    null if the file is refused
/// @param firstRows in the order of their lines
/// @param counters  with duplicates counted as added
/// @param lines     further counts
/// @param issues    what is wrong with lines, by code and column, in the order of their first occurrence
/// @param restored  columns with values that a spreadsheet had damaged and that were restored
/// @param wrong     the reasons not to load the file as it is; empty if there is none
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

    /// Counts that no counter of a part gives.
    ///
    /// @param duplicates       how many lines have the CPF of an earlier line
    /// @param firstDuplicates  the first of these lines
    /// @param everyCpfCompared whether all CPFs were compared; only a limited number of invalid ones is
    ///         remembered
    public record Lines(long duplicates, List<Long> firstDuplicates, boolean everyCpfCompared) {
        static final Lines NONE = new Lines(0, List.of(), true);
    }

    /// The lines with the same issue.
    ///
    /// @param column   null if the issue concerns the line as a whole
    /// @param rejected whether the lines are rejected for it
    /// @param first    the first few
    public record Issues(
            IssueCode code, @Nullable Column column, boolean rejected, long count, List<LineIssue> first) {}

    /// The restored values of a column.
    public record Restored(Column column, long count, List<Value> first) {}

    /// A value as it will be stored.
    public record Value(long line, String text) {}

    /// A reason not to load a file as it is.
    public enum Wrong {
        /// The file cannot be read, or not to its end.
        NOT_READ("not_read"),
        /// No line gives a row.
        NO_ROWS("no_rows"),
        /// More lines are rejected than the rules allow.
        REJECTS("rejects"),
        /// More lines have a value that cannot be read than the rules allow.
        FLAWS("flaws"),
        /// More than one line has the same CPF.
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

    /// The result for a file of which nothing could be read.
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

    /// The reasons not to load the file, in the order of their declaration. As many lines may be rejected or
    /// flawed as the rules allow; none without a limit.
    static List<Wrong> judge(ReceiveResult result, Counters counters, Lines lines, LoadingRules rules) {
        List<Wrong> wrong = new ArrayList<>();
        if (!(result instanceof ReceiveResult.Accepted)) {
            wrong.add(Wrong.NOT_READ);
        }
        if (counters.of(Counter.TOTAL_ADDED) == 0) {
            wrong.add(Wrong.NO_ROWS);
        }
        long total = counters.of(Counter.TOTAL_ROWS);
        if (exceeds(counters.of(Counter.TOTAL_REJECTED), total, rules.maxRejects())) {
            wrong.add(Wrong.REJECTS);
        }
        if (exceeds(counters.of(Counter.TOTAL_FLAWED), total, rules.maxFlaws())) {
            wrong.add(Wrong.FLAWS);
        }
        if (lines.duplicates() > 0) {
            wrong.add(Wrong.DUPLICATES);
        }
        return List.copyOf(wrong);
    }

    private static boolean exceeds(long lines, long total, @Nullable RejectLimit limit) {
        return lines > 0 && (limit == null || limit.isExceededBy(lines, total, true));
    }
}
