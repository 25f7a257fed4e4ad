package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a file's head tells of its layout.
public sealed interface Recognition {

    record Recognised(Layout layout) implements Recognition {}

    /// There is a header, and its columns are not the eight that there should be, each once.
    ///
    /// @param unknown  as they stand in the header, shortened, without characters that are not to be seen
    /// @param missing  by their keys
    /// @param repeated by their keys
    record WrongHeader(List<String> unknown, List<String> missing, List<String> repeated) implements Recognition {

        /// What is wrong, for the person who sent the file.
        public String inWords() {
            return Stream.of(named("unknown", unknown), named("missing", missing), named("repeated", repeated))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("; "));
        }

        private static String named(String what, List<String> names) {
            return names.isEmpty() ? "" : what + ": " + String.join(", ", names);
        }
    }

    /// There is a header, and it does not end within the head.
    record HeaderTooLong() implements Recognition {}

    /// Looks at the head of a text.
    ///
    /// @param head   the first bytes of the file
    /// @param length how many they are; a few thousand are enough
    /// @param whole  whether the file ends with them
    static Recognition of(byte[] head, int length, boolean whole, Context context) {
        return new Head(head, length, whole).recognise();
    }

    /// The same of a file of which its sender says nothing.
    static Recognition of(byte[] head, int length, boolean whole) {
        return of(head, length, whole, Context.NONE);
    }

    /// What is known of a file beside its bytes.
    ///
    /// @param options    what its sender says
    /// @param dateRange  the dates that a purchase may have
    /// @param typedCells whether it comes from a workbook: then its numbers have at least four decimals or none,
    ///                   and its dates begin with the year, but for cells that hold text
    record Context(LayoutOptions options, DateRange dateRange, boolean typedCells) {
        public static final Context NONE = new Context(LayoutOptions.NONE, DateRange.ANY, false);
    }

    /// The head as text. Nothing here is fast or has to be: it is done once for a file.
    final class Head {

        private static final int MOST_SAMPLES = 20;
        private static final int MOST_NAMES = 20;
        private static final int LONGEST_NAME = 40;
        /// Of how many words a name may be in a blank-aligned header.
        private static final int LONGEST_WORDS = 6;
        /// With fewer names known, a blank-aligned line that does not begin with CPF is taken for a row.
        private static final int ENOUGH_NAMES = 3;

        private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
        private static final Pattern BLANKS = Pattern.compile("[ \t]+");
        private static final Pattern VALUE = Pattern.compile("(?i)\\d|\\bnull\\b");

        /// By which Excel is told.
        private static final Pattern TOLD_SEPARATOR = Pattern.compile("(?i)\\s*\"?sep=([;,|\t])\"?\\s*");
        private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\"]");

        /// Tried in this order. A comma is the last: it stands in numbers, too.
        private static final List<Separator> SEPARATORS =
                List.of(Separator.SEMICOLON, Separator.TAB, Separator.PIPE, Separator.COMMA);

        private final TextEncoding encoding;
        private final String text;
        private final boolean whole;
        private final List<String> lines = new ArrayList<>();
        private final @Nullable Separator told;

        private Head(byte[] head, int length, boolean whole) {
            this.encoding = EncodingGuess.of(head, length, whole);
            this.text = new String(head, 0, length, encoding.charset()).replaceFirst("^\uFEFF", "");
            this.whole = whole;
            for (String line : LINE_END.split(text, -1)) {
                if (!line.isBlank()) {
                    lines.add(line);
                }
            }
            this.told = lines.isEmpty() ? null : told(lines.getFirst());
            if (told != null) {
                lines.removeFirst();
            }
        }

        private static @Nullable Separator told(String line) {
            var told = TOLD_SEPARATOR.matcher(line);
            return told.matches()
                    ? SEPARATORS.stream()
                            .filter(separator ->
                                    separator.character() == told.group(1).charAt(0))
                            .findFirst()
                            .orElse(null)
                    : null;
        }

        private Recognition recognise() {
            if (lines.isEmpty()) {
                return recognised(told == null ? Separator.BLANKS : told, Column.ALL, false);
            }
            String first = lines.getFirst();
            for (Separator separator : SEPARATORS) {
                List<String> names = namesIn(first, separator);
                if (names.stream().anyMatch(name -> Column.named(name).isPresent())) {
                    return byHeader(separator, names);
                }
            }
            List<String> names = blankAligned(first);
            if (isHeader(names)) {
                return byHeader(Separator.BLANKS, names);
            }
            return withoutKnownNames(first);
        }

        /// The fields of a line that may be a header; none if the separator cannot be the one.
        private static List<String> namesIn(String line, Separator separator) {
            List<String> fields = fields(line, separator);
            boolean aligned = separator == Separator.TAB && fields.contains("");
            return fields.size() < 2 || aligned ? List.of() : fields;
        }

        private static boolean isHeader(List<String> names) {
            long known = names.stream()
                    .filter(name -> Column.named(name).isPresent())
                    .count();
            return Column.named(names.getFirst()).equals(Optional.of(Column.CPF)) || known >= ENOUGH_NAMES;
        }

        /// A first line without a single number, in a file whose lines are separated: nobody's row, so it names
        /// columns.
        private Recognition withoutKnownNames(String first) {
            Separator separator = told == null ? separatorOf(lines) : told;
            if (separator != Separator.BLANKS && !VALUE.matcher(first).find()) {
                List<String> names = fields(first, separator);
                if (names.size() > 1 && !names.contains("")) {
                    return byHeader(separator, names);
                }
            }
            return recognised(separator, Column.ALL, false);
        }

        private Recognition byHeader(Separator separator, List<String> names) {
            if (isCutShort()) {
                return new HeaderTooLong();
            }
            List<Column> columns = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (String name : names) {
                Column.named(name).ifPresentOrElse(columns::add, () -> unknown.add(harmless(name)));
            }
            List<String> repeated = Column.ALL.stream()
                    .filter(column -> Collections.frequency(columns, column) > 1)
                    .map(Column::key)
                    .toList();
            EnumSet<Column> missing = EnumSet.allOf(Column.class);
            columns.forEach(missing::remove);
            if (unknown.isEmpty() && repeated.isEmpty() && missing.isEmpty()) {
                return recognised(separator, columns, true);
            }
            return new WrongHeader(
                    unknown.stream().limit(MOST_NAMES).toList(),
                    missing.stream().map(Column::key).toList(),
                    repeated);
        }

        /// Whether the first line goes on behind the head.
        private boolean isCutShort() {
            return !whole && lines.size() == 1 && text.endsWith(lines.getFirst());
        }

        private static String harmless(String name) {
            String seen = name.isEmpty()
                    ? "(no name)"
                    : UNSEEN.matcher(name).replaceAll("_").strip();
            return seen.codePointCount(0, seen.length()) <= LONGEST_NAME
                    ? seen
                    : seen.substring(0, seen.offsetByCodePoints(0, LONGEST_NAME)) + "…";
        }

        private Recognition recognised(Separator separator, List<Column> columns, boolean header) {
            int headLines = (told == null ? 0 : 1) + (header ? 1 : 0);
            return new Recognised(new Layout(
                    List.of(),
                    encoding,
                    separator,
                    FileColumns.of(columns),
                    header,
                    headLines,
                    lineEnd(),
                    Dialect.PT_BR,
                    null,
                    Layout.Sample.NONE,
                    List.of()));
        }

        /// The names in a line of blank-aligned ones, which hold blanks themselves: as many words as make up a
        /// known name are that; any other word is a name of its own.
        private static List<String> blankAligned(String line) {
            List<String> rest = List.of(BLANKS.split(line.strip(), -1));
            List<String> names = new ArrayList<>();
            while (!rest.isEmpty()) {
                int taken = 1;
                for (int count = 1; count <= Math.min(rest.size(), LONGEST_WORDS); count++) {
                    if (Column.named(String.join(" ", rest.subList(0, count))).isPresent()) {
                        taken = count;
                        break;
                    }
                }
                names.add(String.join(" ", rest.subList(0, taken)));
                rest = rest.subList(taken, rest.size());
            }
            return names;
        }

        /// The separator by which most of the lines have eight columns.
        private Separator separatorOf(List<String> candidates) {
            List<String> samples = candidates.subList(0, Math.min(candidates.size(), MOST_SAMPLES));
            Separator best = Separator.BLANKS;
            long most = samples.stream()
                    .filter(line -> BLANKS.split(line.strip(), -1).length == Column.ALL.size())
                    .count();
            boolean found = false;
            for (Separator separator : SEPARATORS) {
                long count = samples.stream()
                        .filter(line -> fields(line, separator).size() == Column.ALL.size())
                        .count();
                if (count > most || (count == most && count > 0 && !found)) {
                    best = separator;
                    most = count;
                    found = true;
                }
            }
            return best;
        }

        /// The fields without quotes and blanks around them, and without an empty one behind the last, which some
        /// programs write.
        private static List<String> fields(String line, Separator separator) {
            List<String> fields = new ArrayList<>();
            StringBuilder field = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == separator.character() && !quoted) {
                    fields.add(field.toString().strip());
                    field.setLength(0);
                } else {
                    field.append(c);
                }
            }
            String last = field.toString().strip();
            if (!last.isEmpty() || fields.size() != Column.ALL.size()) {
                fields.add(last);
            }
            return fields;
        }

        private Layout.LineEnd lineEnd() {
            Layout.@Nullable LineEnd found = null;
            var ends = LINE_END.matcher(text);
            while (ends.find()) {
                // The last byte of the head may be the first half of an end.
                if (ends.group().equals("\r") && ends.end() == text.length() && !whole && found != null) {
                    continue;
                }
                Layout.LineEnd end = switch (ends.group()) {
                    case "\r\n" -> Layout.LineEnd.CRLF;
                    case "\r" -> Layout.LineEnd.CR;
                    default -> Layout.LineEnd.LF;
                };
                if (found != null && found != end) {
                    return Layout.LineEnd.MIXED;
                }
                found = end;
            }
            return found == null ? Layout.LineEnd.NONE : found;
        }
    }
}
