package dev.carga.domain.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A line split into fields as Strings: for heads and headers, where nothing has to be fast.
final class HeaderLine {

    /// Of how many words a name may be in a blank-aligned header.
    private static final int LONGEST_WORDS = 6;

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern WIDE_GAP = Pattern.compile("[ \t]{2,}");

    /// What stands in front of the reason in a rejected line of an aligned file.
    private static final String MARK = "\t#";

    private static final Pattern REASON = Pattern.compile(MARK + "[^\t]*$");

    private HeaderLine() {}

    /// The names of a header.
    ///
    /// @param known which names are known; in an aligned header only these may be of several words
    static List<String> names(String line, Separator separator, Function<String, Optional<Column>> known) {
        return separator == Separator.BLANKS ? aligned(line, known) : fields(line, separator);
    }

    /// The fields of a separated line, without quotes and blanks around them.
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

    /// The words of an aligned line.
    static List<String> words(String line) {
        return List.of(BLANKS.split(withoutReason(line).strip(), -1));
    }

    /// An aligned line without the reason that Carga adds to those it rejects.
    static String withoutReason(String line) {
        return line.contains(MARK) ? REASON.matcher(line).replaceFirst("") : line;
    }

    /// How many digits a field holds.
    static long digits(String field) {
        return field.chars().filter(Character::isDigit).count();
    }

    static boolean hasReason(String line) {
        return REASON.matcher(line).find();
    }

    /// As many words as make up a known name are that name, unless the next name needs them; any other word is a
    /// name of its own.
    private static List<String> aligned(String line, Function<String, Optional<Column>> known) {
        List<String> names = new ArrayList<>();
        for (String stretch : WIDE_GAP.split(withoutReason(line).strip(), -1)) {
            addNames(words(stretch), known, names);
        }
        if (hasReason(line)) {
            names.add("motivo");
        }
        return names;
    }

    /// Names that one blank alone stands between.
    private static void addNames(List<String> words, Function<String, Optional<Column>> known, List<String> names) {
        // From the last word to the first: how many names are not known, from this word on.
        int[] unknown = new int[words.size() + 1];
        int[] taken = new int[words.size()];
        for (int i = words.size() - 1; i >= 0; i--) {
            unknown[i] = Integer.MAX_VALUE;
            for (int count = 1; count <= Math.min(words.size() - i, LONGEST_WORDS); count++) {
                boolean name = known.apply(String.join(" ", words.subList(i, i + count)))
                        .isPresent();
                int cost = unknown[i + count] + (name ? 0 : 1);
                if ((name || count == 1) && cost <= unknown[i]) {
                    unknown[i] = cost;
                    taken[i] = count;
                }
            }
        }
        for (int i = 0; i < words.size(); i += taken[i]) {
            names.add(String.join(" ", words.subList(i, i + taken[i])));
        }
    }

    /// Where the names of an aligned header begin, in characters.
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
