package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.NullWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Recognises the positions of the columns of an aligned file: those where the values of most sample lines,
/// and the names in the header, begin or end.
final class AlignmentRecognizer {

    private static final Pattern WORD = Pattern.compile("[^ ]+");
    /// Empty columns are intended if at least one line in this many has one; fewer may be errors.
    private static final int EMPTY_ONE_IN = 10;

    private static final int MIN_LINES = 2;

    private final FileColumns columns;
    private final HeadText.@Nullable Line header;

    /// @param header null if the file has none
    AlignmentRecognizer(FileColumns columns, HeadText.@Nullable Line header) {
        this.columns = columns;
        this.header = header;
    }

    /// The words of a line and their positions, in characters.
    private record Words(List<String> words, List<Integer> starts, List<Integer> ends) {

        /// These words with those joined that may be one value with a blank in it, such as a date and its
        /// time.
        Words joined() {
            Words joined = new Words(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < words.size(); i++) {
                if (i > 0
                        && starts.get(i) - ends.get(i - 1) == 1
                        && SplitValues.mayBeOneValue(words.get(i - 1), words.get(i))) {
                    joined.words.set(joined.words.size() - 1, joined.words.getLast() + " " + words.get(i));
                    joined.ends.set(joined.ends.size() - 1, ends.get(i));
                } else {
                    joined.words.add(words.get(i));
                    joined.starts.add(starts.get(i));
                    joined.ends.add(ends.get(i));
                }
            }
            return joined;
        }
    }

    /// The alignment of the rows; null if most rows do not share the positions of their columns.
    @Nullable
    Alignment of(List<HeadText.Line> rows) {
        int count = (int) columns.fields().stream()
                .filter(field -> field.column() != null || !HeaderNames.isReason(field.name()))
                .count();
        List<String> texts =
                rows.stream().map(row -> HeaderLine.withoutReason(row.text())).toList();
        List<Integer> names = header == null ? List.of() : namePositions(header.text(), count);
        @Nullable Alignment byHeader = names.size() == count ? underHeader(names, texts) : null;
        if (byHeader != null) {
            return byHeader;
        }
        List<Words> lines = texts.stream()
                .flatMap(text -> words(text).stream())
                .map(all -> all.starts().size() > count ? all.joined() : all)
                .filter(all -> all.starts().size() == count)
                .filter(all -> !SplitValues.hasSplitValue(all.words(), all.starts(), all.ends()))
                .toList();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int column = i;
            Edge left = mostFrequent(
                    lines.stream().map(line -> line.starts().get(column)).toList(), false);
            Edge right = mostFrequent(
                    lines.stream().map(line -> line.ends().get(column)).toList(), true);
            // The header counts as one more line for the left edge.
            int leftCount = left.count() + (names.size() == count && names.get(i) == left.place() ? 1 : 0);
            int leftLines = lines.size() + (names.size() == count ? 1 : 0);
            Edge edge = leftCount >= right.count() ? new Edge(left.place(), false, leftCount) : right;
            if (edge.count() < MIN_LINES || edge.count() * 2 <= (edge.right() ? lines.size() : leftLines)) {
                return null;
            }
            edges.add(edge);
        }
        return alignment(edges, lines, texts);
    }

    /// The alignment in which each value begins below its name; null if fewer than half of the lines fit it.
    private static @Nullable Alignment underHeader(List<Integer> places, List<String> rows) {
        List<Alignment.Edge> edges = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int until = i == places.size() - 1 ? Integer.MAX_VALUE : places.get(i + 1);
            edges.add(new Alignment.Edge(places.get(i), false, until));
        }
        List<List<String>> cells = cells(edges, rows);
        Alignment alignment = withEmptyColumns(edges, cells, rows);
        long fitting = cells.stream()
                .filter(row -> alignment.emptyColumns() || !row.contains(""))
                .count();
        return fitting > 0 && fitting * 2 >= rows.size() ? alignment : null;
    }

    /// A possible edge of a column.
    ///
    /// @param count the number of lines that have it
    private record Edge(int place, boolean right, int count) {}

    private static Edge mostFrequent(List<Integer> places, boolean right) {
        Map<Integer, Integer> counts = new HashMap<>();
        places.forEach(place -> counts.merge(place, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> new Edge(entry.getKey(), right, entry.getValue()))
                .orElse(new Edge(0, right, 0));
    }

    private static @Nullable Alignment alignment(List<Edge> edges, List<Words> lines, List<String> rows) {
        List<Alignment.Edge> all = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            int until;
            if (i == edges.size() - 1) {
                until = Integer.MAX_VALUE;
            } else if (!edges.get(i + 1).right()) {
                until = edges.get(i + 1).place();
            } else {
                until = edge.right()
                        ? edge.place()
                        : widest(lines, i, edges.get(i + 1).place());
            }
            if (until <= (all.isEmpty() ? 0 : all.getLast().until())) {
                return null;
            }
            all.add(new Alignment.Edge(edge.place(), edge.right(), until));
        }
        return withEmptyColumns(all, cells(all, rows), rows);
    }

    /// The values of the rows that fit the edges; a row may have empty columns.
    private static List<List<String>> cells(List<Alignment.Edge> edges, List<String> rows) {
        Alignment alignment = new Alignment(edges, true);
        return rows.stream()
                .flatMap(row -> Stream.ofNullable(alignment.cells(row)))
                .toList();
    }

    /// Empty columns are NULL if they are frequent and no row has a word for NULL. A line whose last column
    /// is empty may be truncated, and does not count.
    ///
    /// @param cells the values of the rows that fit the edges
    private static Alignment withEmptyColumns(List<Alignment.Edge> edges, List<List<String>> cells, List<String> rows) {
        long empty = cells.stream()
                .filter(row -> row.contains("") && !row.getLast().isEmpty())
                .count();
        boolean emptyColumns = empty * EMPTY_ONE_IN >= rows.size() && empty > 0;
        return new Alignment(edges, emptyColumns && !haveNullWord(rows));
    }

    private static boolean haveNullWord(List<String> rows) {
        return rows.stream()
                .flatMap(row -> HeaderLine.words(row).stream())
                .anyMatch(word -> !word.isEmpty() && NullWords.USUAL.contains(word));
    }

    /// The largest end of a value of the column that is before the end of the next column.
    private static int widest(List<Words> lines, int column, int before) {
        return lines.stream()
                .map(line -> line.ends().get(column))
                .filter(end -> end < before)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /// The words of a line; empty for a line with tabs, whose positions depend on the tab width.
    private static Optional<Words> words(String row) {
        String line = row.stripTrailing();
        if (line.indexOf('\t') >= 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        int behind = 0;
        int characters = 0;
        while (word.find()) {
            words.add(word.group());
            characters += line.codePointCount(behind, word.start());
            starts.add(characters);
            characters += line.codePointCount(word.start(), word.end());
            ends.add(characters);
            behind = word.end();
        }
        return Optional.of(new Words(words, starts, ends));
    }

    /// Where the names of the header begin, in characters; empty if one of them is not found.
    private List<Integer> namePositions(String line, int count) {
        if (HeaderLine.withoutReason(line).indexOf('\t') >= 0) {
            return List.of();
        }
        List<String> names = columns.fields().stream()
                .map(FileColumns.Field::name)
                .filter(name -> !HeaderNames.isReason(name))
                .toList();
        List<Integer> places = HeaderLine.places(line, names);
        return places.contains(-1) || places.size() != count
                ? List.of()
                : places.stream().map(place -> line.codePointCount(0, place)).toList();
    }
}
