package dev.carga.domain.dialect;

import java.util.Optional;

/// The sign between the units and the decimals of a number. The other one of the two groups thousands.
public enum DecimalMark {
    /// `1.234,50`, as Brazil writes it.
    COMMA("comma", ','),
    /// `1,234.50`
    POINT("point", '.'),
    /// The file does not show which, or shows both: a number is read only if both readings agree, or just one
    /// exists.
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

    /// The sign itself, for all but [#EITHER].
    public char character() {
        return character;
    }

    /// The mark of this name, or the sign itself; [#EITHER] is nothing that anybody can tell.
    public static Optional<DecimalMark> parse(String text) {
        for (DecimalMark mark : new DecimalMark[] {COMMA, POINT}) {
            if (mark.key.equalsIgnoreCase(text.strip()) || text.strip().equals(String.valueOf(mark.character))) {
                return Optional.of(mark);
            }
        }
        return Optional.empty();
    }
}
