package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The head of a file as lines of text. Nothing here is fast or has to be: it is done once for a file.
final class HeadText {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    /// By which Excel is told.
    private static final Pattern NAMED_SEPARATOR = Pattern.compile("(?i)\\s*\"?sep=([;,|\t])\"?[;,|\t\\s]*");

    /// A line that is not blank.
    ///
    /// @param number  in the file, from 1
    /// @param ordinal among the lines that are not blank, from 1
    record Line(long number, int ordinal, String text) {}

    private final String text;
    private final boolean whole;
    private final List<Line> lines = new ArrayList<>();
    private final boolean lastIsCut;
    private @Nullable Separator named;
    private int nonBlank;

    HeadText(byte[] head, int length, boolean whole, TextEncoding encoding) {
        this.text = new String(head, 0, length, encoding.charset()).replaceFirst("^\uFEFF", "");
        this.whole = whole;
        this.lastIsCut = !whole && !text.endsWith("\n") && !text.endsWith("\r");
        String[] all = LINE_END.split(text, -1);
        for (int i = 0; i < all.length; i++) {
            add(i + 1, all[i]);
        }
    }

    /// What nobody has written anything in is left out, and so is the line that names the separator.
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

    /// As [PartCutter] has it, which counts the other lines.
    private static boolean isBlank(String line) {
        return line.chars().allMatch(PartCutter::isBlank);
    }

    /// Those with something in them; the last one of a head that is not the whole file may be cut short.
    List<Line> lines() {
        return lines;
    }

    /// Whether the line goes on behind the head.
    boolean isCut(Line line) {
        return lastIsCut && line.ordinal() == lines.getLast().ordinal();
    }

    /// The separator that the first line names; null if none does.
    @Nullable
    Separator namedSeparator() {
        return named;
    }

    Layout.LineEnd lineEnd() {
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
