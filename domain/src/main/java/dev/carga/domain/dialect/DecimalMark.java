package dev.carga.domain.dialect;

import java.util.Optional;

/// The decimal mark of a number, a comma or a point. The other of the two separates groups of thousands.
public enum DecimalMark {
    /// `1.234,50`, as in Brazil.
    COMMA("comma", ','),
    /// `1,234.50`
    POINT("point", '.'),
    /// The file does not show which mark it uses, or shows both. A number is read only if both readings
    /// agree, or only one exists.
    EITHER("either", ' ');

    private final String key;
    private final char character;

    DecimalMark(String key, char character) {
        this.key = key;
        this.character = character;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The mark itself; a blank for [#EITHER].
    public char character() {
        return character;
    }

    /// The mark with this [#key()], ignoring case, or with this character. [#EITHER] cannot be chosen.
    public static Optional<DecimalMark> parse(String text) {
        for (DecimalMark mark : new DecimalMark[] {COMMA, POINT}) {
            if (mark.key.equalsIgnoreCase(text.strip()) || text.strip().equals(String.valueOf(mark.character))) {
                return Optional.of(mark);
            }
        }
        return Optional.empty();
    }
}
