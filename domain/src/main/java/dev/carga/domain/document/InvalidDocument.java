package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A document field that is not a valid document. Its row is stored all the same, so the text is kept: in the
/// canonical form if only the check digits are wrong, otherwise unchanged.
public final class InvalidDocument extends Document {

    public InvalidDocument(String text) {
        this(text.getBytes(UTF_8));
    }

    InvalidDocument(byte[] utf8) {
        this(utf8, Damage.NONE);
    }

    private InvalidDocument(byte[] utf8, Damage damage) {
        super(utf8, damage);
    }

    /// A field that does not look like a document, with its text unchanged.
    static InvalidDocument unchanged(byte[] bytes, int from, int to, Damage damage) {
        return new InvalidDocument(Arrays.copyOfRange(bytes, from, to), damage);
    }
}
