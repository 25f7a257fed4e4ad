package dev.carga.adapters.http.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.report.Warning;
import dev.carga.application.report.Warning.Code;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import dev.carga.domain.layout.Finding.Source;
import dev.carga.domain.layout.Finding.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarningMessagesTest {

    private static final Finding DATES =
            new Finding(Subject.DATES, Column.DATA_ULTIMA_COMPRA, "either", Source.CONFLICTING, 1200, 1, 17L);

    @ParameterizedTest
    @EnumSource
    void everyWarningHasAMessageInBothLanguages(Code code) {
        for (long count : new long[] {1, 1234}) {
            Warning warning = new Warning(code, Column.DATA_ULTIMA_COMPRA, count, List.of("Nome", "E-mail"), DATES);
            String english = WarningMessages.text(warning, IssueMessages.ENGLISH);
            String portuguese = WarningMessages.text(warning, IssueMessages.PORTUGUESE);
            assertThat(english).isNotEqualTo(portuguese).doesNotContain("null ", "  ");
            assertThat(portuguese).isNotBlank().doesNotContain("null ", "  ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void mostlyUnreadableNamesTheColumnAndAnOption(Column column) {
        Warning warning = new Warning(Code.MOSTLY_UNREADABLE, column, 5, List.of(), null);
        for (IssueMessages language : IssueMessages.values()) {
            assertThat(WarningMessages.text(warning, language)).contains(column.key(), "columns=");
        }
    }

    @Test
    void conflictingDialectNamesEvidenceAndOption() {
        Warning warning = new Warning(Code.DIALECT_CONFLICTING, Column.DATA_ULTIMA_COMPRA, 1201, List.of(), DATES);
        assertThat(WarningMessages.text(warning, IssueMessages.ENGLISH))
                .isEqualTo("The file writes the order of day and month in two ways (in the first lines 1,200 with the"
                        + " day first, 1 with the month first, the first of these on line 17): only unambiguous values are used."
                        + " dates=dd/mm/yyyy or dates=mm/dd/yyyy decides");
        assertThat(WarningMessages.text(warning, IssueMessages.PORTUGUESE))
                .contains(
                        "1.200 com o dia primeiro e 1 com o mês primeiro",
                        "a primeira destas na linha 17",
                        "dates=dd/mm/yyyy ou dates=mm/dd/yyyy");
    }
}
