package dev.carga.domain.layout;

import dev.carga.domain.Nullable;
import java.util.ArrayList;
import java.util.List;

/// The rows of a file's head that can be split into fields. The dialect is recognised from them.
record SampleRows(FileColumns columns, List<Row> rows) {

    /// @param line   the line number in the file, from 1
    /// @param fields one per column
    record Row(long line, List<String> fields) {}

    /// The lines that have as many fields as there are columns. The fields of lines below a repeated header
    /// with another order are put into the order of the first header.
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

    /// @param reasons whether the lines may end with a reason, which is skipped
    private static List<String> alignedFields(String line, @Nullable Alignment alignment, boolean reasons) {
        @Nullable List<String> cells = alignment == null ? null : alignment.cells(HeaderLine.withoutReason(line));
        List<String> fields = new ArrayList<>(cells == null ? HeaderLine.words(line) : cells);
        if (reasons) {
            fields.add("");
        }
        return fields;
    }

    /// The value of the column in a row; an empty text if the file does not have the column.
    static String value(Row row, FileColumns columns, Column column) {
        int place = columns.indexOf(column);
        return place < 0 ? "" : row.fields().get(place);
    }
}
