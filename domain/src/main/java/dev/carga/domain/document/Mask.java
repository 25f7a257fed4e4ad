package dev.carga.domain.document;

import dev.carga.domain.Nullable;

/// How a document is punctuated. A separator is taken only in a place of the mask: check digits survive a shift
/// by one place too often for any other to be passed over.
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

    /// How many characters the document has.
    int characters() {
        return characters;
    }

    /// Whether the check digits of so many characters hold.
    boolean isValid(String plain) {
        return this == CPF ? Cpf.isValid(plain) : Cnpj.isValid(plain);
    }

    /// The characters of a text in capitals that has at most one separator, of whatever kind, in each place of
    /// the mask, and none elsewhere; null for any other text. There may be too few of them, or too many.
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
            } else if (separated || !isSeparator(c) || !isPlace(reversed.length())) {
                return null;
            } else {
                separated = true;
            }
        }
        return separated ? null : reversed.reverse().toString();
    }

    /// Places are counted from the right: there they hold whatever zeros are lost.
    ///
    /// @param behind how many characters follow
    private boolean isPlace(int behind) {
        return switch (this) {
            case CPF -> behind == 2 || behind == 5 || behind == 8;
            case CNPJ -> behind == 2 || behind == 6 || behind == 9 || behind == 12;
        };
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '/' || c == ' ';
    }
}
