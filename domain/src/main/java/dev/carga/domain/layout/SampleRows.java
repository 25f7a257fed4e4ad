package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;

/// The rows of a file's head as far as they can be told apart into fields: what a dialect is recognised from.
record SampleRows(FileColumns columns, List<Row> rows) {

    /// @param line   in the file, from 1
    /// @param fields as many as there are columns
    record Row(long line, List<String> fields) {}

    /// The lines that have as many fields as there are columns. Those below a header that names the columns in
    /// another order are put into the first one.
    static SampleRows of(
            List<HeadText.Line> lines, Separator separator, FileColumns columns, @Nullable Alignment alignment) {
        List<Row> rows = new ArrayList<>();
        RepeatedHeader headers = new RepeatedHeader(TextEncoding.UTF_8, separator, columns);
        boolean reasons = HeaderNames.isReason(columns.fields().getLast().name());
        FileColumns current = columns;
        for (HeadText.Line line : lines) {
            byte[] bytes = line.text().getBytes(TextEncoding.UTF_8.charset());
            @Nullable FileColumns header = headers.read(bytes, 0, bytes.length);
            if (header != null) {
                current = header;
            } else if (current.isReadable()) {
                List<String> fields = separator == Separator.BLANKS
                        ? alignedFields(line.text(), alignment, reasons)
                        : HeaderLine.fields(line.text(), separator);
                if (fields.size() == current.size()) {
                    rows.add(new Row(line.number(), inOrder(fields, current, columns)));
                }
            }
        }
        return new SampleRows(columns, rows);
    }

    private static List<String> inOrder(List<String> fields, FileColumns current, FileColumns first) {
        if (current.equals(first)) {
            return fields;
        }
        List<String> inOrder = new ArrayList<>();
        for (FileColumns.Field field : first.fields()) {
            @Nullable Column column = field.column();
            inOrder.add(column == null ? "" : fields.get(current.indexOf(column)));
        }
        return inOrder;
    }

    /// @param reasons whether the lines may have a reason behind them: it is passed over
    private static List<String> alignedFields(String line, @Nullable Alignment alignment, boolean reasons) {
        @Nullable List<String> cells = alignment == null ? null : alignment.cells(HeaderLine.withoutReason(line));
        List<String> fields = new ArrayList<>(cells == null ? HeaderLine.words(line) : cells);
        if (reasons) {
            fields.add("");
        }
        return fields;
    }

    /// What the column holds in a row; empty if the file does not have it.
    static String value(Row row, FileColumns columns, Column column) {
        int place = columns.indexOf(column);
        return place < 0 ? "" : row.fields().get(place);
    }
}
