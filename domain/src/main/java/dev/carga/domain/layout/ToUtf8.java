package dev.carga.domain.layout;

/// Makes the characters of another encoding into UTF-8 while the file arrives.
interface ToUtf8 {

    /// What is held back until more comes.
    ///
    /// @param carriageReturn whether the last character handed on was one
    TextStream.Held held(boolean carriageReturn);

    <X extends Exception> void add(byte[] bytes, int from, int to, ByteSink<X> sink) throws X;

    <X extends Exception> void finish(ByteSink<X> sink) throws X;
}
