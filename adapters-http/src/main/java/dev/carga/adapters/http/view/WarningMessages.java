package dev.carga.adapters.http.view;

import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.report.Warning;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import java.util.Locale;

/// What there is to know of an upload, for people: what happened, and what to do.
final class WarningMessages {

    private WarningMessages() {}

    static String text(Warning warning, IssueMessages language) {
        return switch (language) {
            case ENGLISH -> EnglishWarnings.text(warning);
            case PORTUGUESE -> PortugueseWarnings.text(warning);
        };
    }

    /// The option that settles it, with its values.
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

    static String onLine(Warning warning, String words) {
        @Nullable Finding finding = warning.finding();
        return finding == null || finding.line() == null ? "" : words + finding.line();
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
