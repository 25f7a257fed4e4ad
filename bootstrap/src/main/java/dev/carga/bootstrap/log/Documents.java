package dev.carga.bootstrap.log;

import java.util.regex.Pattern;

/// Takes out of a text whatever is written as a CPF or a CNPJ is, with punctuation or without, right or wrong.
final class Documents {

    private static final String MASK = "***";

    /// What stays: an id of an upload or of a trace may have such a row of digits in it.
    private static final String ID =
            "(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z]))";

    /// `000.000.000-00`, any mark of it missing. Not `192.168.100.20`.
    private static final String CPF = "[0-9]{3}[.]?[0-9]{3}[.]?[0-9]{3}[-/]?[0-9]{2}";

    /// `SS.SSS.SSS/SSSS-00`; since 2026 its first twelve may be letters.
    private static final String CNPJ =
            "[0-9A-Za-z]{2}[.]?[0-9A-Za-z]{3}[.]?[0-9A-Za-z]{3}[/]?[0-9A-Za-z]{4}[-]?[0-9]{2}";

    /// Leading zeros get lost.
    private static final String SHORTENED = "[0-9]{9,20}";

    private static final Pattern DOCUMENT =
            Pattern.compile(ID + "|(?<![0-9A-Za-z])(?:" + CNPJ + "|" + CPF + "|" + SHORTENED + ")(?![0-9A-Za-z])");

    private Documents() {}

    static String masked(String text) {
        return DOCUMENT.matcher(text).replaceAll(found -> found.group(1) == null ? MASK : found.group());
    }
}
