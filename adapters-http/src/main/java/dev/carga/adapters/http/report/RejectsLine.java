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
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A stored line with its issues. If the line was itself part of a file of rejected lines, it may end with a reason
/// that Carga wrote; that reason is removed.
///
/// @param source the issue that holds the bytes of the line
/// @param issues all issues of the line, including `source`
record RejectsLine(LineIssue source, List<LineIssue> issues, Layout layout) {

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    /// Whether the line was rejected as a whole and not for one of its values. Such a line must be rejected again if
    /// it is sent unchanged, whatever its reason column contains.
    boolean isRejectedAsAWhole() {
        return source.rejected() != null && source.column() == null;
    }

    /// The columns of the header above the line. For [IssueCode#UNKNOWN_HEADER], those of the file's first header.
    FileColumns columns() {
        @Nullable FileColumns own = source.columns();
        return own == null || source.code() == IssueCode.UNKNOWN_HEADER ? layout.columns() : own;
    }

    /// The fields of a line with these columns, without the reason column of a file of rejected lines.
    static List<FileColumns.Field> fields(FileColumns columns) {
        return columns.fields().subList(0, reasonIndex(columns));
    }

    /// The index of the reason column; the number of fields if there is none. A spreadsheet may have added fields
    /// without a name after it.
    private static int reasonIndex(FileColumns columns) {
        List<FileColumns.Field> fields = columns.fields();
        int index = fields.size() - 1;
        while (index > 0 && fields.get(index).mustBeEmpty()) {
            index--;
        }
        FileColumns.Field field = fields.get(index);
        return field.column() == null && HeaderNames.isReason(field.name()) ? index : fields.size();
    }

    /// Whether the line's header has a reason column.
    boolean hasReasonColumn() {
        return reasonIndex(columns()) < columns().size();
    }

    /// All reasons, separated by ` / `, each with its column where needed.
    String reason(IssueMessages messages) {
        return issues.stream()
                .map(issue -> columnPrefix(issue) + messages.reason(issue))
                .distinct()
                .collect(Collectors.joining(" / "));
    }

    /// `column: `; empty if the line has one issue whose reason names the column already.
    private String columnPrefix(LineIssue issue) {
        @Nullable Column column = issue.column();
        boolean named = issues.size() == 1 && issue.code().column() != null && issue.rejected() != null;
        return column == null || named ? "" : column.key() + ": ";
    }

    private byte[] storedBytes() {
        byte @Nullable [] stored = source.text();
        return stored == null ? new byte[0] : stored;
    }

    /// The line byte for byte as in the file, without an earlier reason.
    byte[] bytes() {
        byte[] stored = storedBytes();
        return hasReasonColumn() ? Arrays.copyOf(stored, endWithoutReason(stored)) : stored;
    }

    /// The length of the line without its reason. If the line has the header's number of fields, the reason is the
    /// field in the reason column. Otherwise the last field is removed only if Carga wrote it: it may be a value.
    private int endWithoutReason(byte[] line) {
        String bytes = new String(line, ISO_8859_1);
        if (layout.separator() == Separator.BLANKS) {
            int mark = bytes.lastIndexOf("\t#");
            return mark < 0 ? line.length : mark;
        }
        DelimitedFields fields = delimited(bytes);
        if (fields.count() == columns().size()) {
            return fields.start(reasonIndex(columns())) - 1;
        }
        int last = fields.start(fields.count() - 1);
        String lastField = new String(line, last, line.length - last, charset());
        return fields.count() > 1 && IssueMessages.isReason(lastField) ? last - 1 : line.length;
    }

    Charset charset() {
        return layout.encoding().stored().charset();
    }

    /// The number of fields, without an earlier reason. In a file without separators, the number of words.
    int fieldCount() {
        String line = new String(bytes(), ISO_8859_1);
        return layout.separator() == Separator.BLANKS
                ? words(line).size()
                : delimited(line).count();
    }

    /// The values of the fields. Bytes that cannot be decoded, and NUL bytes, become U+FFFD.
    List<String> values() {
        String line = new String(bytes(), charset()).replace('\0', '\uFFFD').replace("\uFEFF", "");
        if (layout.separator() != Separator.BLANKS) {
            return delimited(line).values();
        }
        @Nullable Alignment alignment = layout.alignment();
        @Nullable
        List<String> cells = alignment != null
                        && alignment.edges().size() == fields(columns()).size()
                ? alignment.cells(line)
                : null;
        return cells == null ? words(line) : cells;
    }

    private DelimitedFields delimited(String line) {
        return DelimitedFields.of(line, layout.separator().character());
    }

    private static List<String> words(String line) {
        return List.of(BLANKS.split(line.strip(), -1));
    }

    /// Leaves out the line's content: it may contain personal data, and this text may end up in a log.
    @Override
    public String toString() {
        return source.toString();
    }
}
