package dev.carga.adapters.http.exchange;

import java.io.IOException;

/// A function that reads or writes.
@FunctionalInterface
public interface IoFunction<T, R> {
    R apply(T value) throws IOException;
}
