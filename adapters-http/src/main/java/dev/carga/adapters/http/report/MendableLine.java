package dev.carga.adapters.http.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Alignment;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.HeaderNames;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A line as it came, and what is wrong with it. It may itself come out of a file of rejected lines, and have a
/// reason behind it already: that one is taken off.
///
/// @param text   of the issue that the line is kept with
/// @param issues of the line, that one among them
record MendableLine(LineIssue text, List<LineIssue> issues, Layout layout) {

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    /// Whether it must not be taken as it is, whatever stands behind it: it gave no row, and not for one of
    /// its values.
    boolean isBrokenAsAWhole() {
        return text.rejected() != null && text.column() == null;
    }

    /// Under which header it stands, but for [IssueCode#UNKNOWN_HEADER].
    FileColumns columns() {
        @Nullable FileColumns own = text.columns();
        return own == null || text.code() == IssueCode.UNKNOWN_HEADER ? layout.columns() : own;
    }

    /// The fields of such a line, without the reason that a line of rejected ones has.
    static List<FileColumns.Field> fields(FileColumns columns) {
        return columns.fields().subList(0, placeOfReason(columns));
    }

    /// Behind it, a spreadsheet may have added fields without a name. The number of all fields if there is none.
    private static int placeOfReason(FileColumns columns) {
        List<FileColumns.Field> fields = columns.fields();
        int place = fields.size() - 1;
        while (place > 0 && fields.get(place).mustBeEmpty()) {
            place--;
        }
        FileColumns.Field field = fields.get(place);
        return field.column() == null && HeaderNames.isReason(field.name()) ? place : fields.size();
    }

    /// Whether a reason may stand behind it already.
    boolean hadReason() {
        return placeOfReason(columns()) < columns().size();
    }

    /// What is wrong, for people; of values, with the column that they stand in.
    String reason(IssueMessages words) {
        return issues.stream()
                .map(issue -> column(issue) + words.reason(issue))
                .distinct()
                .collect(Collectors.joining(" / "));
    }

    /// Where the reason does not tell it, or there are several.
    private String column(LineIssue issue) {
        @Nullable Column column = issue.column();
        boolean told = issues.size() == 1 && issue.code().column() != null && issue.rejected() != null;
        return column == null || told ? "" : column.key() + ": ";
    }

    private byte[] kept() {
        byte @Nullable [] kept = text.text();
        return kept == null ? new byte[0] : kept;
    }

    /// The line as it came, byte for byte.
    byte[] bytes() {
        byte[] kept = kept();
        return hadReason() ? Arrays.copyOf(kept, endWithoutReason(kept)) : kept;
    }

    /// Without a reason that Carga has written, or that stands where one belongs. Elsewhere it may be a value.
    private int endWithoutReason(byte[] line) {
        String bytes = new String(line, ISO_8859_1);
        if (layout.separator() == Separator.BLANKS) {
            int mark = bytes.lastIndexOf("\t#");
            return mark < 0 ? line.length : mark;
        }
        List<Integer> starts = starts(bytes);
        if (starts.size() == columns().size()) {
            return starts.get(placeOfReason(columns())) - 1;
        }
        int last = starts.getLast();
        String behind = new String(line, last, line.length - last, charset());
        return starts.size() > 1 && IssueMessages.isReason(behind) ? last - 1 : line.length;
    }

    Charset charset() {
        return layout.encoding().stored().charset();
    }

    /// How many fields it has, if that can be told.
    int count() {
        return layout.separator() == Separator.BLANKS
                ? words(new String(bytes(), ISO_8859_1)).size()
                : split(new String(bytes(), ISO_8859_1)).size();
    }

    /// Each of its fields; what does not decode, and a NUL byte, as U+FFFD.
    List<String> cells() {
        String line = new String(bytes(), charset()).replace('\0', '\uFFFD').replace("\uFEFF", "");
        if (layout.separator() != Separator.BLANKS) {
            return split(line);
        }
        @Nullable Alignment alignment = layout.alignment();
        @Nullable
        List<String> cells = alignment != null
                        && alignment.edges().size() == fields(columns()).size()
                ? alignment.cells(line)
                : null;
        return cells == null ? words(line) : cells;
    }

    private static List<String> words(String line) {
        return List.of(BLANKS.split(line.strip(), -1));
    }

    private List<String> split(String line) {
        List<Integer> starts = starts(line);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) - 1 : line.length();
            String field = line.substring(starts.get(i), end).strip();
            boolean quoted = field.startsWith("\"") && endOfQuotes(field, 0) == field.length();
            fields.add(quoted ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field);
        }
        return fields;
    }

    /// Where the fields between separators begin; one in quotes may hold them (RFC 4180). Quotes that are not
    /// as they should be are characters like any other.
    private List<Integer> starts(String line) {
        char separator = layout.separator().character();
        List<Integer> starts = new ArrayList<>(List.of(0));
        int next = endOfField(line, 0, separator);
        while (next >= 0) {
            starts.add(next + 1);
            next = endOfField(line, next + 1, separator);
        }
        return starts;
    }

    /// At the separator; -1 if it is the last one.
    private static int endOfField(String line, int from, char separator) {
        int begin = from;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        int end = begin < line.length() && line.charAt(begin) == '"' ? endOfQuotes(line, begin) : -1;
        int behind = end;
        while (behind >= 0 && behind < line.length() && line.charAt(behind) == ' ') {
            behind++;
        }
        boolean quoted = behind >= 0 && (behind == line.length() || line.charAt(behind) == separator);
        return line.indexOf(separator, quoted ? behind : from);
    }

    /// Behind the quote that closes; -1 if none does.
    private static int endOfQuotes(String line, int begin) {
        int i = begin + 1;
        while (i < line.length() && (line.charAt(i) != '"' || line.startsWith("\"\"", i))) {
            i += line.charAt(i) == '"' ? 2 : 1;
        }
        return i < line.length() ? i + 1 : -1;
    }

    /// Without what stands in the file: it may end up in a log.
    @Override
    public String toString() {
        return text.toString();
    }
}
