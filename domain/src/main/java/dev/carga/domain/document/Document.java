package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// What a document field of a line turned out to be: a number whose check digits hold, or a text that is none.
/// Only reading makes one: [Cpf#read(byte[], int, int)] and [Cnpj#read(byte[], int, int)].
///
/// Kept as the bytes that will be stored: three of them come with every row, and as Strings they would be decoded
/// and encoded again for nothing.
public abstract sealed class Document permits Cpf, Cnpj, InvalidDocument {

    private final byte[] utf8;
    private final Damage damage;

    /// What a spreadsheet did to the number.
    public enum Damage {
        NONE,
        /// It lost zeros in front, put some there, or made it a float, and nothing is missing: it was
        /// restored.
        RESTORED,
        /// It wrote the number with an exponent, and digits are missing.
        DIGITS_LOST
    }

    Document(byte[] utf8, Damage damage) {
        this.utf8 = utf8;
        this.damage = damage;
    }

    /// What a spreadsheet did to the number on its way here.
    public final Damage damage() {
        return damage;
    }

    /// The text that is stored: the canonical, punctuated form wherever the field had the shape of the document,
    /// otherwise the field as it came.
    public final String text() {
        return new String(utf8, UTF_8);
    }

    /// The same in UTF-8. Not copied: nobody may change it.
    public final byte[] utf8() {
        return utf8;
    }

    /// Whether the check digits hold and the number is not one of those that are never given out.
    public final boolean isValid() {
        return !(this instanceof InvalidDocument);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Document document
                && document.getClass() == getClass()
                && Arrays.equals(document.utf8, utf8);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /// Never the number itself, so that it cannot slip into a log: an invalid one, with a slip of the pen, is
    /// still somebody's.
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
