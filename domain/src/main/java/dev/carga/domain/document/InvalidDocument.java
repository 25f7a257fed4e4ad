package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A field that is no valid document. It is kept, since the row is kept: in the canonical form if it has the
/// document's shape and only the check digits are wrong, otherwise as it came.
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

    /// A field that cannot be read: it stays as it came.
    static InvalidDocument asItCame(byte[] bytes, int from, int to, Damage damage) {
        return new InvalidDocument(Arrays.copyOfRange(bytes, from, to), damage);
    }
}
