package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// The value of a document field: a valid [Cpf] or [Cnpj], or an [InvalidDocument]. Instances are created by
/// parsing only: [Cpf#read(byte[], int, int)] and [Cnpj#read(byte[], int, int)].
///
/// Held as the UTF-8 bytes to be stored: every row has three documents, and as Strings they would be decoded
/// and encoded again for nothing.
public abstract sealed class Document permits Cpf, Cnpj, InvalidDocument {

    private final byte[] utf8;
    private final Damage damage;

    /// How a spreadsheet changed the number.
    public enum Damage {
        NONE,
        /// Leading zeros were removed or added, or the number became a float. No digit is missing, and the
        /// number was restored.
        RESTORED,
        /// The number has an exponent, as in `1,23457E+10`, and digits are missing.
        DIGITS_LOST
    }

    Document(byte[] utf8, Damage damage) {
        this.utf8 = utf8;
        this.damage = damage;
    }

    /// How a spreadsheet changed the number before it arrived here.
    public final Damage damage() {
        return damage;
    }

    /// The text to be stored: the canonical form with separators if the field looks like the document,
    /// otherwise the unchanged field.
    public final String text() {
        return new String(utf8, UTF_8);
    }

    /// [#text()] in UTF-8. Not a copy: must not be modified.
    public final byte[] utf8() {
        return utf8;
    }

    /// Whether the check digits are right and the number is not one of those that are never issued.
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

    /// The class name and never the number, so that no number gets into a log: an invalid number with a
    /// typing error is personal data too.
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
