package dev.carga.domain.document;

import dev.carga.domain.Nullable;

/// The separators of a document's canonical form. A separator is accepted only at a position where the mask
/// has one: skipping separators elsewhere would accept digits shifted by one position, which check digits
/// detect too rarely.
enum Mask {
    /// `000.000.000-00`
    CPF(11, false),
    /// `00.000.000/0000-00`
    CNPJ(14, true);

    private static final int CHECK_DIGITS = 2;

    private final int characters;
    private final boolean letters;

    Mask(int characters, boolean letters) {
        this.characters = characters;
        this.letters = letters;
    }

    /// The number of characters of the document, without separators.
    int characters() {
        return characters;
    }

    /// Whether the check digits are right.
    ///
    /// @param plain exactly [#characters()] characters
    boolean isValid(String plain) {
        return this == CPF ? Cpf.isValid(plain) : Cnpj.isValid(plain);
    }

    /// Removes the separators of a text in upper case. Each position of the mask may have one separator of
    /// any kind.
    ///
    /// @return the remaining characters, of any number; null if the text has a separator or another character
    ///         elsewhere
    @Nullable
    String withoutSeparators(String text) {
        StringBuilder reversed = new StringBuilder();
        boolean separated = true;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z' && letters && reversed.length() >= CHECK_DIGITS;
            if (letter || (c >= '0' && c <= '9')) {
                reversed.append(c);
                separated = false;
            } else if (separated || !isSeparator(c) || !isSeparatorPosition(reversed.length())) {
                return null;
            } else {
                separated = true;
            }
        }
        return separated ? null : reversed.reverse().toString();
    }

    /// Positions are counted from the right, so that missing leading zeros make no difference.
    ///
    /// @param behind the number of characters that follow
    private boolean isSeparatorPosition(int behind) {
        return switch (this) {
            case CPF -> behind == 2 || behind == 5 || behind == 8;
            case CNPJ -> behind == 2 || behind == 6 || behind == 9 || behind == 12;
        };
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '/' || c == ' ';
    }
}
