package dev.carga.adapters.http.report;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.view.CsvCell;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.purchase.IssueCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/// The lines byte for byte, as the file has them: in its encoding, with its separator. In an aligned file the reason
/// stands behind a tab and a `#`, and moves no column.
final class MendableText implements MendableForm {

    private static final String MARK = "\t# ";

    /// Behind a line whose columns nobody knows: too many words for a row, or too long a one.
    private static final String NO_ROW = "\t(unknown_header_above)";

    private final Layout layout;
    private final IssueMessages words;
    private final Charset charset;

    MendableText(Layout layout, IssueMessages words) {
        this.layout = layout;
        this.words = words;
        this.charset = layout.encoding().stored().charset();
    }

    @Override
    public String extension() {
        return "txt";
    }

    @Override
    public String contentType() {
        return "text/plain; charset=" + layout.encoding().stored().key();
    }

    @Override
    public void header(OutputStream out, FileColumns columns) throws IOException {
        List<FileColumns.Field> fields = MendableLine.fields(columns);
        String header = isAligned()
                ? fields.stream()
                                .map(field -> name(field).replaceAll("\\s+", "_"))
                                .collect(Collectors.joining(" "))
                        + MARK
                        + words.reasonColumn()
                : fields.stream().map(field -> quoted(name(field))).collect(Collectors.joining(separator()))
                        + separator()
                        + words.reasonColumn();
        out.write((header + "\n").getBytes(charset));
    }

    private boolean isAligned() {
        return layout.separator() == Separator.BLANKS;
    }

    private String separator() {
        return String.valueOf(layout.separator().character());
    }

    /// By the name that Carga knows.
    static String name(FileColumns.Field field) {
        return field.column() == null ? field.name() : field.column().key();
    }

    private String quoted(String name) {
        return name.contains(separator()) || name.contains("\"") ? CsvCell.quoted(name) : name;
    }

    @Override
    public void line(OutputStream out, MendableLine line) throws IOException {
        out.write(line.bytes());
        out.write((mark(line) + harmless(line.reason(words)) + "\n").getBytes(charset));
    }

    private String mark(MendableLine line) {
        boolean unknown = line.text().code() == IssueCode.UNKNOWN_HEADER;
        if (isAligned()) {
            return unknown ? NO_ROW + MARK : MARK;
        }
        boolean fits = line.count() == MendableLine.fields(line.columns()).size();
        boolean wrong = line.text().code() == IssueCode.WRONG_COLUMNS && line.hadReason();
        return fits && (unknown || wrong) ? separator() + separator() : separator();
    }

    /// One field, whatever the separator: without that, without quotes, without line ends.
    private String harmless(String reason) {
        String plain = reason.replace('"', '\'').replaceAll("[\\t\\r\\n]+", " ");
        return switch (layout.separator()) {
            case SEMICOLON -> plain.replace(';', ',');
            case COMMA -> plain.replace(',', ';');
            case PIPE -> plain.replace('|', '/');
            case TAB, BLANKS -> plain;
        };
    }
}
