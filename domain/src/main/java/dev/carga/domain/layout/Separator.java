package dev.carga.domain.layout;

/// What separates the fields of a line.
public enum Separator {
    /// Any run of blanks and tabs, as in the predecessor's format.
    BLANKS("blanks", ' '),
    SEMICOLON("semicolon", ';'),
    TAB("tab", '\t'),
    PIPE("pipe", '|'),
    COMMA("comma", ',');

    private final String key;
    private final char character;

    Separator(String key, char character) {
        this.key = key;
        this.character = character;
    }

    /// The stable name in JSON.
    public String key() {
        return key;
    }

    /// The separator; a blank for [#BLANKS].
    public char character() {
        return character;
    }
}
