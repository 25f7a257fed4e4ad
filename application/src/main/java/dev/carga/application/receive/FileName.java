package dev.carga.application.receive;

/// A file's name as the sender gave it, made harmless: it is shown to people, stored and logged, and never used
/// as a path.
public final class FileName {

    private static final int LONGEST = 200;

    private FileName() {}

    /// The name without folders, without characters that are not to be seen, and no longer than is good; its
    /// end, the extension, always stays. Empty if nothing is left.
    public static String of(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder clean = new StringBuilder();
        name.codePoints().map(FileName::visible).forEach(clean::appendCodePoint);
        int from = clean.length() - LONGEST;
        if (from > 0 && Character.isLowSurrogate(clean.charAt(from))) {
            from++;
        }
        return clean.substring(Math.max(from, 0)).strip();
    }

    /// Control characters could forge lines of a log, format characters can turn a name around, and half a
    /// character is no text for a database. A quote would end the name in the log too early.
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

    /// Without its digits: people name files after a CPF or a CNPJ, and the log holds none.
    public static String forLog(String name) {
        return name.replaceAll("[0-9]", "#");
    }
}
