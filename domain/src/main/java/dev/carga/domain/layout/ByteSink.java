package dev.carga.domain.layout;

/// Consumes the bytes of a file chunk by chunk, in order. The array belongs to the sink only during the call.
///
/// @param <X> an exception of the sink, which ends the reading
@FunctionalInterface
public interface ByteSink<X extends Exception> {
    void accept(byte[] bytes, int from, int to) throws X;
}
