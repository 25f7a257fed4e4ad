package dev.carga.domain.purchase;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A part as it was read: its rows, in the order of their CPFs, and what became of its lines if every row is
/// added.
///
/// @param issues what is wrong with its lines, in their order
public record ParsedPart(List<Purchase> rows, Counters counters, List<LineIssue> issues) {

    /// The same of a part whose first line stands below another header than the file's first.
    ///
    /// @param header null if it does not
    public ParsedPart under(@Nullable FileColumns header) {
        return header == null
                ? this
                : new ParsedPart(
                        rows,
                        counters,
                        issues.stream()
                                .map(issue -> issue.columns() == null ? issue.under(header) : issue)
                                .toList());
    }

    /// What is wrong with its lines if these are left out as duplicates. One of another part has no value:
    /// nobody here knows it.
    public List<LineIssue> issuesWithout(List<Long> leftOut) {
        if (leftOut.isEmpty()) {
            return issues;
        }
        Map<Long, String> cpfs = new HashMap<>();
        rows.forEach(row -> cpfs.put(row.line(), row.cpf().text()));
        List<LineIssue> all = new ArrayList<>(issues);
        for (long line : leftOut) {
            all.add(new LineIssue(line, IssueCode.DUPLICATE_CPF, Column.CPF, cpfs.get(line), null));
        }
        all.sort(Comparator.comparingLong(LineIssue::line));
        return all;
    }
}
