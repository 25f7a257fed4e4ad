package dev.carga.domain.layout;

/// Takes the bytes of a file, stretch by stretch, in order. What it is given is its own only until it returns.
///
/// @param <X> what taking them may throw; it ends the reading
@FunctionalInterface
public interface ByteSink<X extends Exception> {
    void accept(byte[] bytes, int from, int to) throws X;
}
