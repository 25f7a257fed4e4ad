package dev.carga.domain.document;

/// A field that is no valid document. It is kept, since the row is kept: in the canonical form if it has the
/// document's shape and only the check digits are wrong, otherwise as it came.
public record InvalidDocument(String text) implements Document {

    /// Never the text itself: a CPF with a slip of the pen is still somebody's, and must not end up in a log.
    @Override
    public String toString() {
        return "InvalidDocument";
    }
}
