package dev.carga.adapters.http.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.adapters.http.view.CsvCell;
import dev.carga.domain.layout.FileColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `format=csv`, for spreadsheets: UTF-8 with a byte order mark, `;`, CRLF, RFC 4180 quotes, one field per cell.
///
/// A spreadsheet fills short rows with empty cells, and a line with too few fields would come back with the right
/// number. The reason of such a line is therefore written one column further right, into a column without a name:
/// Carga rejects a line that has a value there.
final class CsvRejectsFormat implements RejectsFormat {

    private static final char SEPARATOR = ';';
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("(?s).*[;\"\r\n].*|\\s.*|.*\\s");
    private static final String UNDECODABLE = "\uFFFD";

    private final IssueMessages messages;
    private boolean started;

    CsvRejectsFormat(IssueMessages messages) {
        this.messages = messages;
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public String contentType() {
        return "text/csv; charset=utf-8";
    }

    @Override
    public void header(OutputStream out, FileColumns columns) throws IOException {
        if (!started) {
            out.write("\uFEFF".getBytes(UTF_8));
            started = true;
        }
        List<String> cells = new ArrayList<>();
        RejectsLine.fields(columns).forEach(field -> cells.add(TextRejectsFormat.name(field)));
        cells.add(messages.reasonColumn());
        write(out, cells);
    }

    @Override
    public void line(OutputStream out, RejectsLine line) throws IOException {
        List<String> cells = new ArrayList<>(line.values());
        boolean decodable = cells.stream().noneMatch(cell -> cell.contains(UNDECODABLE));
        int size = RejectsLine.fields(line.columns()).size();
        boolean fits = !line.isRejectedAsAWhole() && decodable && cells.size() <= size;
        while (cells.size() < (fits ? size : size + 1)) {
            cells.add("");
        }
        cells.add(line.reason(messages) + (decodable ? "" : messages.undecodable()));
        write(out, cells);
    }

    private static void write(OutputStream out, List<String> cells) throws IOException {
        String row = cells.stream()
                .map(CsvRejectsFormat::withoutFormula)
                .map(CsvRejectsFormat::quoted)
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
        out.write((row + "\r\n").getBytes(UTF_8));
    }

    /// A number keeps its sign. The apostrophe before anything else is ignored when the file is loaded.
    private static String withoutFormula(String cell) {
        return CsvCell.isFormula(cell) && !NUMBER.matcher(cell).matches() ? CsvCell.asText(cell) : cell;
    }

    private static String quoted(String cell) {
        return NEEDS_QUOTES.matcher(cell).matches() ? CsvCell.quoted(cell) : cell;
    }
}
