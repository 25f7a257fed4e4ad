package dev.carga.bootstrap.cli.client;

import java.util.function.Consumer;
import java.util.function.Function;

/// The result of a call of [CargaClient].
///
/// @param <T> the value of a call that succeeded
public sealed interface ClientResult<T> {

    /// The call succeeded.
    record Success<T>(T value) implements ClientResult<T> {}

    /// The system declined the call, and would decline a repetition too.
    ///
    /// @param reason one sentence for people: why, and what to do
    record Declined<T>(String reason) implements ClientResult<T> {}

    /// Continues with the value of a success. A refusal stays as it is.
    default <R> ClientResult<R> then(Function<T, ClientResult<R>> next) {
        return switch (this) {
            case Success<T>(T value) -> next.apply(value);
            case Declined<T>(String reason) -> new Declined<>(reason);
        };
    }

    /// Converts the value of a success. A refusal stays as it is.
    default <R> ClientResult<R> map(Function<T, R> conversion) {
        return then(value -> new Success<>(conversion.apply(value)));
    }

    /// Hands on the value of a success.
    default void ifSuccess(Consumer<T> consumer) {
        if (this instanceof Success<T>(T value)) {
            consumer.accept(value);
        }
    }
}
