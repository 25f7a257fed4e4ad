package dev.carga.bootstrap.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.check.CheckedFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.FileColumns.Field;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private static CheckedFile file(Layout layout) {
        return new CheckedFile(
                "a.csv",
                true,
                new ReceiveResult.Accepted(UploadId.random(), 1),
                layout,
                List.of(),
                Counters.NONE,
                new CheckedFile.Lines(0, List.of(), true),
                List.of(),
                List.of(),
                List.of());
    }

    private static Layout layout(Finding... findings) {
        List<Field> fields = new ArrayList<>();
        Column.ALL.stream().filter(column -> column != Column.PRIVATE).forEach(column -> fields.add(Field.of(column)));
        fields.add(Field.passedOver("Vendedor"));
        return new Layout(
                List.of(Packing.GZIP),
                TextEncoding.WINDOWS_1252,
                Separator.SEMICOLON,
                new FileColumns(fields),
                true,
                3,
                Layout.LineEnd.CRLF,
                Dialect.PT_BR,
                null,
                Layout.Sample.NONE,
                List.of(findings));
    }

    private static Finding finding(
            Finding.Subject subject,
            @Nullable Column column,
            String value,
            Finding.Source source,
            int shows,
            int against,
            @Nullable Long line) {
        return new Finding(subject, column, value, source, shows, against, line);
    }

    @Test
    void findingsNameTheirEvidence() {
        String report = CheckReport.of(file(layout(
                finding(Finding.Subject.DECIMAL, Column.TICKET_MEDIO, "comma", Finding.Source.SHOWN, 12, 0, 4L),
                finding(
                        Finding.Subject.DECIMAL,
                        Column.TICKET_ULTIMA_COMPRA,
                        "either",
                        Finding.Source.CONFLICTING,
                        3,
                        2,
                        5L),
                finding(Finding.Subject.DATES, null, "day_first", Finding.Source.ASSUMED, 0, 0, null),
                finding(Finding.Subject.NULLS, null, "n/i", Finding.Source.TOLD, 0, 0, null))));

        assertThat(report)
                .contains("windows-1252, separated by semicolon, line ends crlf, unpacked from gzip")
                .containsPattern("header +yes; lines passed over above: 2\\R")
                .containsPattern("columns +cpf, incompleto, .*, \\(Vendedor: passed over\\)")
                .containsPattern("missing +private: NULL in every row")
                .contains("comma of ticket_medio (shown by 12 values, first on line 4)")
                .contains(
                        "either of ticket_ultima_compra (conflicting: 3 with a decimal comma, 2 with a decimal point, first on"
                                + " line 5;"
                                + " only values with one reading are read; --decimal decides)")
                .contains("day_first (assumed, no value of the sample shows it; --dates decides)")
                .contains("n/i (as specified)");
    }
}
