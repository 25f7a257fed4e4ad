package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.report.Warning;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import java.util.Locale;

/// The messages of [Warning]: what happened, and what to do.
final class WarningMessages {

    private WarningMessages() {}

    static String text(Warning warning, IssueMessages language) {
        return switch (language) {
            case ENGLISH -> EnglishWarnings.text(warning);
            case PORTUGUESE -> PortugueseWarnings.text(warning);
        };
    }

    /// The option that resolves the warning, with its values: `dates=dd/mm/yyyy or dates=mm/dd/yyyy decides`.
    static String decides(Warning warning, String or, String decides) {
        @Nullable Finding finding = warning.finding();
        boolean dates = finding == null
                ? warning.column() == Column.DATA_ULTIMA_COMPRA
                : finding.subject() == Finding.Subject.DATES;
        if (dates) {
            return "dates=dd/mm/yyyy " + or + " dates=mm/dd/yyyy " + decides;
        }
        if (finding == null || finding.subject() == Finding.Subject.DECIMAL) {
            return "decimal=comma " + or + " decimal=point " + decides;
        }
        return finding.subject().key() + "= " + decides;
    }

    /// The prefix and the line of the finding; empty if it has no line.
    static String onLine(Warning warning, String prefix) {
        @Nullable Finding finding = warning.finding();
        return finding == null || finding.line() == null ? "" : prefix + finding.line();
    }

    static String column(Warning warning) {
        @Nullable Column column = warning.column();
        return column == null ? "" : column.key();
    }

    static String names(Warning warning) {
        return String.join(", ", warning.names());
    }

    static String number(long number, Locale locale) {
        return String.format(locale, "%,d", number);
    }
}
