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

/// The lines as a spreadsheet opens them: UTF-8 with a byte order mark, `;`, CRLF, quotes where RFC 4180 has
/// them, each field in a cell.
///
/// A spreadsheet fills short rows up with empty cells, so that a line with a field too few would have as many as it
/// should. Its reason therefore stands one column further right than the others', in a column without a name, where
/// nothing may stand when the file comes back.
final class MendableTable implements MendableForm {

    private static final char SEPARATOR = ';';
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*");
    private static final Pattern QUOTED = Pattern.compile("(?s).*[;\"\r\n].*|\\s.*|.*\\s");
    private static final String UNDECODABLE = "\uFFFD";

    private final IssueMessages words;
    private boolean begun;

    MendableTable(IssueMessages words) {
        this.words = words;
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
        if (!begun) {
            out.write("\uFEFF".getBytes(UTF_8));
            begun = true;
        }
        List<String> cells = new ArrayList<>();
        MendableLine.fields(columns).forEach(field -> cells.add(MendableText.name(field)));
        cells.add(words.reasonColumn());
        write(out, cells);
    }

    @Override
    public void line(OutputStream out, MendableLine line) throws IOException {
        List<String> cells = new ArrayList<>(line.cells());
        boolean decodes = cells.stream().noneMatch(cell -> cell.contains(UNDECODABLE));
        int size = MendableLine.fields(line.columns()).size();
        boolean fits = !line.isBrokenAsAWhole() && decodes && cells.size() <= size;
        while (cells.size() < (fits ? size : size + 1)) {
            cells.add("");
        }
        cells.add(line.reason(words) + (decodes ? "" : words.undecodable()));
        write(out, cells);
    }

    private static void write(OutputStream out, List<String> cells) throws IOException {
        String row = cells.stream()
                .map(MendableTable::harmless)
                .map(MendableTable::quoted)
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
        out.write((row + "\r\n").getBytes(UTF_8));
    }

    /// The apostrophe is passed over when the file comes back.
    private static String harmless(String cell) {
        return CsvCell.isFormula(cell) && !NUMBER.matcher(cell).matches() ? CsvCell.asText(cell) : cell;
    }

    private static String quoted(String cell) {
        return QUOTED.matcher(cell).matches() ? CsvCell.quoted(cell) : cell;
    }
}
