package dev.carga.domain.layout;

/// What stands between the columns of a line.
public enum Separator {
    /// Any run of blanks and tabs: the predecessor's layout. A value holds none, and none is empty.
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

    /// The one character, for all but [#BLANKS].
    public char character() {
        return character;
    }
}
