package dev.carga.domain.document;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A field that is no valid document. It is kept, since the row is kept: in the canonical form if it has the
/// document's shape and only the check digits are wrong, otherwise as it came.
public final class InvalidDocument extends Document {

    public InvalidDocument(String text) {
        this(text.getBytes(UTF_8));
    }

    InvalidDocument(byte[] utf8) {
        super(utf8, Damage.NONE);
    }
}
