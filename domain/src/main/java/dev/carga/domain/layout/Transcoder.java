package dev.carga.domain.layout;

/// Converts a file in another encoding to UTF-8 while it arrives. Not thread-safe; one instance per file.
interface Transcoder {

    /// What is held back until the next bytes arrive.
    ///
    /// @param carriageReturn whether the last character that was passed on was a CR
    TextStream.Held held(boolean carriageReturn);

    <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X;

    <X extends Exception> void finish(ByteSink<X> sink) throws X;
}
