package dev.carga.domain.layout;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Detects HTML, XML and JSON by the beginning of a text.
///
/// A table may begin similarly: `[cpf];[private];…` is a header, and `<Vendas>` a title. If the first word is
/// not conclusive, a text whose lines are separated into fields is taken for a table.
final class MarkupDetector {

    private static final int MAX_LINES = 10;
    private static final int MIN_SEPARATORS = 3;

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private static final Pattern PAGE = Pattern.compile(
            "(?i)<(!doctype\\s+html|(html|head|body|title|meta|script|style|table|div|center|h1)(?=[\\s/>]))");
    private static final Pattern XML = Pattern.compile("(?i)<(\\?xml\\s|!doctype\\s)");
    private static final Pattern TAG = Pattern.compile("<[\\p{L}_][\\p{L}\\p{N}_.:-]*(\\s[^<>]*)?/?>");
    private static final Pattern END_OF_TAG = Pattern.compile("</|/>");
    private static final Pattern OBJECT = Pattern.compile("\\{\\s*([\"}]|\\z)");
    private static final Pattern ARRAY = Pattern.compile(
            "\\[\\s*([\\[{\"\\]]|\\z|(-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|true|false|null)\\s*(,|\\]\\s*([,\\[{]|\\z)))");

    private MarkupDetector() {}

    static FileKind kindOf(String text) {
        String begin = text.replaceFirst("^[\\s\\p{Z}\uFEFF]+", "");
        if (begin.isEmpty()) {
            return FileKind.TEXT;
        }
        return switch (begin.charAt(0)) {
            case '<' -> ofTags(begin);
            case '{' -> isObject(begin) ? FileKind.JSON : FileKind.TEXT;
            case '[' -> ARRAY.matcher(begin).lookingAt() && !isSeparated(begin) ? FileKind.JSON : FileKind.TEXT;
            default -> FileKind.TEXT;
        };
    }

    private static boolean isObject(String begin) {
        return OBJECT.matcher(begin).lookingAt() && !isSeparated(begin);
    }

    private static FileKind ofTags(String text) {
        String begin = text;
        while (begin.startsWith("<!--")) {
            int end = begin.indexOf("-->");
            if (end < 0) {
                return FileKind.HTML;
            }
            begin = begin.substring(end + "-->".length()).stripLeading();
        }
        if (PAGE.matcher(begin).lookingAt()) {
            return FileKind.HTML;
        }
        if (XML.matcher(begin).lookingAt()) {
            String content = begin.substring(begin.indexOf('>') + 1).stripLeading(); // XHTML is XML too
            return PAGE.matcher(content).lookingAt() ? FileKind.HTML : FileKind.XML;
        }
        boolean marked =
                TAG.matcher(begin).lookingAt() && END_OF_TAG.matcher(begin).find();
        return marked && !isSeparated(begin) ? FileKind.XML : FileKind.TEXT;
    }

    /// Whether at least half of the first lines are separated into several fields. Leading tabs do not count,
    /// because JSON and HTML are indented with them.
    private static boolean isSeparated(String text) {
        List<String> lines = Stream.of(LINE_END.split(text, 2 * MAX_LINES))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MAX_LINES)
                .toList();
        return Stream.of(';', '\t', '|').anyMatch(separator -> {
            long separated = lines.stream()
                    .filter(line -> line.chars().filter(c -> c == separator).count() >= MIN_SEPARATORS)
                    .count();
            return separated * 2 >= lines.size();
        });
    }
}
