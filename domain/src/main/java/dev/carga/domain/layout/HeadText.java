package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The head of a file, decoded and split into lines. Not a hot path: used once per file.
final class HeadText {

    /// The `sep=` line by which a file tells Excel its separator.
    private static final Pattern NAMED_SEPARATOR = Pattern.compile("(?i)\\s*\"?sep=([;,|\t])\"?[;,|\t\\s]*");

    /// A line that is not blank.
    ///
    /// @param number  the line number in the file, from 1
    /// @param ordinal the number among the lines that are not blank, from 1
    record Line(long number, int ordinal, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final boolean lastIsCut;
    private Layout.LineEnd lineEnd = Layout.LineEnd.NONE;
    private @Nullable Separator named;
    private int nonBlank;

    HeadText(byte[] head, int length, boolean whole, TextEncoding encoding) {
        String text = new String(head, 0, length, encoding.charset()).replaceFirst("^\uFEFF", "");
        this.lastIsCut = !whole && !text.endsWith("\n") && !text.endsWith("\r");
        long number = 1;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                add(number++, text.substring(begin, i));
                boolean both = c == '\r' && text.startsWith("\n", i + 1);
                i += both ? 1 : 0;
                begin = i + 1;
                Layout.LineEnd end = both ? Layout.LineEnd.CRLF : c == '\r' ? Layout.LineEnd.CR : Layout.LineEnd.LF;
                // The last byte of the head may be the CR of a CRLF.
                boolean half = end == Layout.LineEnd.CR && begin == text.length() && !whole;
                if (!half || lineEnd == Layout.LineEnd.NONE) {
                    addLineEnd(end);
                }
            }
        }
        add(number, text.substring(begin));
    }

    private void addLineEnd(Layout.LineEnd end) {
        lineEnd = lineEnd == Layout.LineEnd.NONE || lineEnd == end ? end : Layout.LineEnd.MIXED;
    }

    /// Adds a line unless it is blank, has no content ([FillerLine]), or names the separator.
    private void add(long number, String line) {
        if (isBlank(line)) {
            return;
        }
        nonBlank++;
        var name = NAMED_SEPARATOR.matcher(line);
        if (nonBlank == 1 && name.matches()) {
            named = separator(name.group(1).charAt(0));
        } else if (!isFiller(line)) {
            lines.add(new Line(number, nonBlank, line.replace("\uFEFF", "").replace("\u001A", "")));
        }
    }

    private static @Nullable Separator separator(char character) {
        for (Separator separator : Separator.values()) {
            if (separator != Separator.BLANKS && separator.character() == character) {
                return separator;
            }
        }
        return null;
    }

    private static boolean isFiller(String line) {
        byte[] bytes = line.getBytes(TextEncoding.UTF_8.charset());
        return FillerLine.is(bytes, 0, bytes.length);
    }

    /// Blank as [PartCutter] defines it: the ordinals of the other lines must match its count.
    private static boolean isBlank(String line) {
        return line.chars().allMatch(PartCutter::isBlank);
    }

    /// The lines with content. The last one may be incomplete ([#isCut]).
    List<Line> lines() {
        return lines;
    }

    /// Whether the line may continue behind the head.
    boolean isCut(Line line) {
        return lastIsCut && line.ordinal() == lines.getLast().ordinal();
    }

    /// The separator that a `sep=` line names; null if the file has no such line.
    @Nullable
    Separator namedSeparator() {
        return named;
    }

    Layout.LineEnd lineEnd() {
        return lineEnd;
    }
}
