package dev.carga.domain.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Splits lines of a head into fields as Strings. Not a hot path: rows are split by the line parser.
final class HeaderLine {

    /// The most words of a name in a blank-aligned header.
    private static final int MAX_WORDS = 6;

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern WIDE_GAP = Pattern.compile("[ \t]{2,}");

    /// What precedes the reason that Carga adds to a rejected line of an aligned file.
    private static final String MARK = "\t#";

    private static final Pattern REASON = Pattern.compile(MARK + "[^\t]*$");

    private HeaderLine() {}

    /// Splits a header into names.
    ///
    /// @param known the column that a name stands for; in a blank-aligned header only names of columns may
    ///              consist of several words
    static List<String> names(String line, Separator separator, Function<String, Optional<Column>> known) {
        return separator == Separator.BLANKS ? aligned(line, known) : fields(line, separator);
    }

    /// Splits a line at a separator; quotes and surrounding blanks are removed from the fields.
    static List<String> fields(String line, Separator separator) {
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
        fields.add(field.toString().strip());
        return fields;
    }

    /// Splits a blank-aligned line into words.
    static List<String> words(String line) {
        return List.of(BLANKS.split(withoutReason(line).strip(), -1));
    }

    /// An aligned line without the reason that Carga adds to rejected lines.
    static String withoutReason(String line) {
        return line.contains(MARK) ? REASON.matcher(line).replaceFirst("") : line;
    }

    /// The number of digits of a field.
    static long digits(String field) {
        return field.chars().filter(Character::isDigit).count();
    }

    static boolean hasReason(String line) {
        return REASON.matcher(line).find();
    }

    /// Splits a blank-aligned header. Names are separated by several blanks, or by one: then words are joined
    /// where they make up the name of a column.
    private static List<String> aligned(String line, Function<String, Optional<Column>> known) {
        List<String> names = new ArrayList<>();
        for (String section : WIDE_GAP.split(withoutReason(line).strip(), -1)) {
            addNames(words(section), known, names);
        }
        if (hasReason(line)) {
            names.add("motivo");
        }
        return names;
    }

    /// Joins words to names so that as few names as possible are unknown (dynamic programming from the last
    /// word to the first).
    private static void addNames(List<String> words, Function<String, Optional<Column>> known, List<String> names) {
        int[] unknown = new int[words.size() + 1]; // the fewest unknown names from this word on
        int[] nameWords = new int[words.size()]; // the number of words of the name that begins here
        for (int i = words.size() - 1; i >= 0; i--) {
            unknown[i] = Integer.MAX_VALUE;
            for (int count = 1; count <= Math.min(words.size() - i, MAX_WORDS); count++) {
                boolean name = known.apply(String.join(" ", words.subList(i, i + count)))
                        .isPresent();
                int cost = unknown[i + count] + (name ? 0 : 1);
                if ((name || count == 1) && cost <= unknown[i]) {
                    unknown[i] = cost;
                    nameWords[i] = count;
                }
            }
        }
        for (int i = 0; i < words.size(); i += nameWords[i]) {
            names.add(String.join(" ", words.subList(i, i + nameWords[i])));
        }
    }

    /// Where the names of an aligned header begin, in chars; -1 for a name that is not found.
    static List<Integer> places(String line, List<String> names) {
        List<Integer> places = new ArrayList<>();
        int from = 0;
        for (String name : names) {
            String first = BLANKS.split(name, -1)[0];
            int place = line.indexOf(first, from);
            places.add(place);
            from = place < 0 ? from : endOf(line, place, name);
        }
        return places;
    }

    private static int endOf(String line, int place, String name) {
        int end = place;
        for (String word : BLANKS.split(name, -1)) {
            end = line.indexOf(word, end) + word.length();
        }
        return end;
    }
}
