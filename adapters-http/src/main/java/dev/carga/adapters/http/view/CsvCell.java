package dev.carga.adapters.http.view;

import java.util.regex.Pattern;

/// A value on its way into a file that a spreadsheet opens.
public final class CsvCell {

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+@\\-\t\r].*");

    private CsvCell() {}

    /// Whether a spreadsheet would take the value for a formula (OWASP, CSV injection).
    public static boolean isFormula(String value) {
        return FORMULA.matcher(value).matches();
    }

    /// Behind an apostrophe it is a text, whatever it looks like.
    public static String asText(String value) {
        return "'" + value;
    }

    /// As in RFC 4180.
    public static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
