package dev.carga.adapters.http.exchange;

import java.util.function.Consumer;
import java.util.function.Function;

/// What reading or checking a request returns: a value, or the problem for which the request is refused.
public sealed interface RequestResult<T> {

    record Valid<T>(T value) implements RequestResult<T> {}

    record Invalid<T>(RequestProblem problem) implements RequestResult<T> {}

    static <T> RequestResult<T> of(T value) {
        return new Valid<>(value);
    }

    static <T> RequestResult<T> refused(RequestProblem problem) {
        return new Invalid<>(problem);
    }

    /// A refusal for the problem.
    ///
    /// @param arguments fill the placeholders of its text
    static <T> RequestResult<T> refused(Problem problem, Object... arguments) {
        return new Invalid<>(RequestProblem.of(problem, arguments));
    }

    default <R> RequestResult<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> new Valid<>(function.apply(value)));
    }

    default <R> RequestResult<R> flatMap(Function<? super T, RequestResult<R>> function) {
        return switch (this) {
            case Valid<T>(T value) -> function.apply(value);
            case Invalid<T>(RequestProblem problem) -> new Invalid<>(problem);
        };
    }

    /// Calls one of the two.
    default void handle(Consumer<? super T> valid, Consumer<RequestProblem> invalid) {
        switch (this) {
            case Valid<T>(T value) -> valid.accept(value);
            case Invalid<T>(RequestProblem problem) -> invalid.accept(problem);
        }
    }
}
