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

/// Recognises where the columns of an aligned file stand: where most lines of the sample, and the names in the
/// header, have a value begin, or end.
final class AlignmentRecognizer {

    private static final Pattern WORD = Pattern.compile("[^ ]+");
    /// One line of so many may be short by a slip.
    private static final int RARE = 10;

    private static final int ENOUGH_LINES = 2;

    private final FileColumns columns;
    private final HeadText.@Nullable Line header;

    /// @param header null if the file has none
    AlignmentRecognizer(FileColumns columns, HeadText.@Nullable Line header) {
        this.columns = columns;
        this.header = header;
    }

    /// The places of a line's values.
    private record Places(List<String> words, List<Integer> starts, List<Integer> ends) {

        /// The same where words that are one value with a blank in it, such as a date and its time, are one.
        Places joined() {
            Places joined = new Places(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < words.size(); i++) {
                if (i > 0
                        && starts.get(i) - ends.get(i - 1) == 1
                        && WordsOfLine.areOne(words.get(i - 1), words.get(i))) {
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

    /// Null if the columns of the lines stand in no place that most of them share.
    @Nullable
    Alignment of(List<HeadText.Line> rows) {
        int count = (int) columns.fields().stream()
                .filter(field -> field.column() != null || !HeaderNames.isReason(field.name()))
                .count();
        List<String> texts =
                rows.stream().map(row -> HeaderLine.withoutReason(row.text())).toList();
        List<Integer> named = header == null ? List.of() : headerPlaces(header.text(), count);
        @Nullable Alignment byHeader = named.size() == count ? underHeader(named, texts) : null;
        if (byHeader != null) {
            return byHeader;
        }
        List<Places> lines = texts.stream()
                .flatMap(text -> places(text).stream())
                .map(all -> all.starts().size() > count ? all.joined() : all)
                .filter(all -> all.starts().size() == count)
                .filter(all -> !WordsOfLine.splitAValue(all.words(), all.starts(), all.ends()))
                .toList();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int column = i;
            Edge left =
                    most(lines.stream().map(line -> line.starts().get(column)).toList(), false);
            Edge right =
                    most(lines.stream().map(line -> line.ends().get(column)).toList(), true);
            int votes = left.votes() + (named.size() == count && named.get(i) == left.place() ? 1 : 0);
            int voters = lines.size() + (named.size() == count ? 1 : 0);
            Edge edge = votes >= right.votes() ? new Edge(left.place(), false, votes) : right;
            if (edge.votes() < ENOUGH_LINES || edge.votes() * 2 <= (edge.right() ? lines.size() : voters)) {
                return null;
            }
            edges.add(edge);
        }
        return alignment(edges, lines, texts);
    }

    /// Where each value begins below its name; null if that is so in less than half of the lines.
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

    /// @param votes how many lines have it
    private record Edge(int place, boolean right, int votes) {}

    private static Edge most(List<Integer> places, boolean right) {
        Map<Integer, Integer> votes = new HashMap<>();
        places.forEach(place -> votes.merge(place, 1, Integer::sum));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> new Edge(entry.getKey(), right, entry.getValue()))
                .orElse(new Edge(0, right, 0));
    }

    private static @Nullable Alignment alignment(List<Edge> edges, List<Places> lines, List<String> rows) {
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

    /// The values of those rows of which each value, where there is one, stands where its column does.
    private static List<List<String>> cells(List<Alignment.Edge> edges, List<String> rows) {
        Alignment alignment = new Alignment(edges, true);
        return rows.stream()
                .flatMap(row -> Stream.ofNullable(alignment.cells(row)))
                .toList();
    }

    /// Columns without a value are NULL if they are not rare, and no word stands for NULL. A line whose last
    /// column is empty may be cut short, and shows nothing.
    ///
    /// @param cells of the rows, as far as they stand under the columns
    private static Alignment withEmptyColumns(List<Alignment.Edge> edges, List<List<String>> cells, List<String> rows) {
        long empty = cells.stream()
                .filter(row -> row.contains("") && !row.getLast().isEmpty())
                .count();
        boolean emptyColumns = empty * RARE >= rows.size() && empty > 0;
        return new Alignment(edges, emptyColumns && !holdNullWord(rows));
    }

    private static boolean holdNullWord(List<String> rows) {
        return rows.stream()
                .flatMap(row -> HeaderLine.words(row).stream())
                .anyMatch(word -> !word.isEmpty() && NullWords.USUAL.contains(word));
    }

    /// Where the longest value of a column ends before the next column's end.
    private static int widest(List<Places> lines, int column, int before) {
        return lines.stream()
                .map(line -> line.ends().get(column))
                .filter(end -> end < before)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /// Empty for a line with tabs, whose places depend on who shows it.
    private static Optional<Places> places(String row) {
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
        return Optional.of(new Places(words, starts, ends));
    }

    private List<Integer> headerPlaces(String line, int count) {
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
