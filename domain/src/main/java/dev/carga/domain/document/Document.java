package dev.carga.domain.document;

/// What a document field of a line turned out to be: a number whose check digits hold, or a text that is none.
/// Only reading makes one: [Cpf#read(byte[], int, int)] and [Cnpj#read(byte[], int, int)].
public sealed interface Document permits Cpf, Cnpj, InvalidDocument {

    /// The text that is stored: the canonical, punctuated form wherever the field had the shape of the document,
    /// otherwise the field as it came.
    String text();

    /// Whether the check digits hold and the number is not one of those that are never given out.
    default boolean isValid() {
        return !(this instanceof InvalidDocument);
    }
}
