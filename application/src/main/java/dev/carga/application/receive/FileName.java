package dev.carga.application.receive;

/// Sanitises the name of a file as its sender gave it. The name is displayed, stored and logged, and never
/// used as a path.
public final class FileName {

    private static final int MAX_LENGTH = 200;

    private FileName() {}

    /// The name without folders, with `_` for each invisible character, and of at most 200 characters; the
    /// end of the name, with the extension, is kept. Empty if nothing is left.
    public static String of(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder clean = new StringBuilder();
        name.codePoints().map(FileName::visible).forEach(clean::appendCodePoint);
        int from = clean.length() - MAX_LENGTH;
        if (from > 0 && Character.isLowSurrogate(clean.charAt(from))) {
            from++;
        }
        return clean.substring(Math.max(from, 0)).strip();
    }

    /// Control characters could forge lines of a log, format characters can reverse the displayed name, and a
    /// database does not take half of a surrogate pair. A quote would end the name in the log too early.
    private static int visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> '_';
            default -> c == '"' ? '\'' : c;
        };
    }

    /// The name with `#` for each digit: some files are named after a CPF or a CNPJ, and the log holds
    /// neither.
    public static String forLog(String name) {
        return name.replaceAll("[0-9]", "#");
    }
}
