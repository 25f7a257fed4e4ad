package dev.carga.bootstrap.log;

import java.util.regex.Pattern;

/// Replaces everything in a text that looks like a CPF or a CNPJ, with punctuation or without, valid or not.
final class DocumentMask {

    private static final String MASK = "***";

    /// The ids of uploads and traces, which stay although they may hold such a run of digits.
    private static final String ID =
            "(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z]))";

    /// `000.000.000-00`, in which any mark may be missing. Does not match `192.168.100.20`.
    private static final String CPF = "[0-9]{3}[.]?[0-9]{3}[.]?[0-9]{3}[-/]?[0-9]{2}";

    /// `SS.SSS.SSS/SSSS-00`; since 2026 its first twelve may be letters.
    private static final String CNPJ =
            "[0-9A-Za-z]{2}[.]?[0-9A-Za-z]{3}[.]?[0-9A-Za-z]{3}[/]?[0-9A-Za-z]{4}[-]?[0-9]{2}";

    /// Documents that have lost their leading zeros.
    private static final String SHORTENED = "[0-9]{9,20}";

    private static final Pattern DOCUMENT =
            Pattern.compile(ID + "|(?<![0-9A-Za-z])(?:" + CNPJ + "|" + CPF + "|" + SHORTENED + ")(?![0-9A-Za-z])");

    private DocumentMask() {}

    static String masked(String text) {
        return DOCUMENT.matcher(text).replaceAll(found -> found.group(1) == null ? MASK : found.group());
    }
}
