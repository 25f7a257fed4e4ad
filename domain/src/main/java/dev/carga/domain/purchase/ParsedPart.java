package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The result of parsing a part.
///
/// @param rows     sorted by CPF, and by line where the CPF is the same
/// @param counters with every row counted as added
/// @param issues   in the order of the lines
public record ParsedPart(List<Purchase> rows, Counters counters, List<LineIssue> issues) {

    /// This part with the columns that a repeated header above the part named: issues without columns get
    /// them.
    ///
    /// @param columns null if the part has the columns of the file
    public ParsedPart withColumns(@Nullable FileColumns columns) {
        return columns == null
                ? this
                : new ParsedPart(
                        rows,
                        counters,
                        issues.stream()
                                .map(issue -> issue.columns() == null ? issue.withColumns(columns) : issue)
                                .toList());
    }

    /// The issues of the part, with one more for each line that was skipped as a duplicate. A skipped line of
    /// another part has no value, because it is not known here.
    public List<LineIssue> issuesWithout(List<Long> skipped) {
        if (skipped.isEmpty()) {
            return issues;
        }
        Map<Long, String> cpfs = new HashMap<>();
        rows.forEach(row -> cpfs.put(row.line(), row.cpf().text()));
        List<LineIssue> all = new ArrayList<>(issues);
        for (long line : skipped) {
            all.add(new LineIssue(line, IssueCode.DUPLICATE_CPF, Column.CPF, cpfs.get(line), null));
        }
        all.sort(Comparator.comparingLong(LineIssue::line));
        return all;
    }
}
