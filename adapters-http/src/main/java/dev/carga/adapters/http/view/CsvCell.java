package dev.carga.adapters.http.view;

import java.util.regex.Pattern;

/// Escapes a value for a CSV file that a spreadsheet may open.
public final class CsvCell {

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+@\\-\t\r].*");

    private CsvCell() {}

    /// Whether a spreadsheet could evaluate the value as a formula (OWASP, CSV injection).
    public static boolean isFormula(String value) {
        return FORMULA.matcher(value).matches();
    }

    /// The value after an apostrophe: a spreadsheet then treats it as text.
    public static String asText(String value) {
        return "'" + value;
    }

    /// The value in RFC 4180 quotes.
    public static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
