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

/// `format=text`: the lines byte for byte, in the encoding and with the separator of the file. In an aligned file
/// the reason follows a tab and a `#`, so that no column moves.
final class TextRejectsFormat implements RejectsFormat {

    private static final String MARK = "\t# ";

    /// Added to a line below an unknown header: one word more, so that the line cannot be read as a row.
    private static final String NO_ROW = "\t(unknown_header_above)";

    private final Layout layout;
    private final IssueMessages messages;
    private final Charset charset;

    TextRejectsFormat(Layout layout, IssueMessages messages) {
        this.layout = layout;
        this.messages = messages;
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
        List<FileColumns.Field> fields = RejectsLine.fields(columns);
        String header = isAligned()
                ? fields.stream()
                                .map(field -> name(field).replaceAll("\\s+", "_"))
                                .collect(Collectors.joining(" "))
                        + MARK
                        + messages.reasonColumn()
                : fields.stream().map(field -> quoted(name(field))).collect(Collectors.joining(separator()))
                        + separator()
                        + messages.reasonColumn();
        out.write((header + "\n").getBytes(charset));
    }

    private boolean isAligned() {
        return layout.separator() == Separator.BLANKS;
    }

    private String separator() {
        return String.valueOf(layout.separator().character());
    }

    /// The column's key; for a column that is not loaded, its name in the file.
    static String name(FileColumns.Field field) {
        return field.column() == null ? field.name() : field.column().key();
    }

    private String quoted(String name) {
        return name.contains(separator()) || name.contains("\"") ? CsvCell.quoted(name) : name;
    }

    @Override
    public void line(OutputStream out, RejectsLine line) throws IOException {
        out.write(line.bytes());
        out.write((beforeReason(line) + asOneField(line.reason(messages)) + "\n").getBytes(charset));
    }

    /// A line that has the right number of fields, but must not be read as a row, gets one separator more.
    private String beforeReason(RejectsLine line) {
        boolean unknown = line.source().code() == IssueCode.UNKNOWN_HEADER;
        if (isAligned()) {
            return unknown ? NO_ROW + MARK : MARK;
        }
        boolean fits = line.fieldCount() == RejectsLine.fields(line.columns()).size();
        boolean wrong = line.source().code() == IssueCode.WRONG_COLUMNS && line.hasReasonColumn();
        return fits && (unknown || wrong) ? separator() + separator() : separator();
    }

    /// Replaces separators, quotes and line ends.
    private String asOneField(String reason) {
        String plain = reason.replace('"', '\'').replaceAll("[\\t\\r\\n]+", " ");
        return switch (layout.separator()) {
            case SEMICOLON -> plain.replace(';', ',');
            case COMMA -> plain.replace(',', ';');
            case PIPE -> plain.replace('|', '/');
            case TAB, BLANKS -> plain;
        };
    }
}
