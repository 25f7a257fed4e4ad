package dev.carga.domain.purchase;

/// Why a line gives no row. A line is rejected for the first of these reasons that applies, in this order, so
/// that the classes never overlap and the counters add up.
public enum Rejection {
    LINE_TOO_LONG(Counter.LINE_TOO_LONG),
    NUL_BYTE(Counter.NUL_BYTE),
    INVALID_ENCODING(Counter.INVALID_ENCODING),
    WRONG_COLUMNS(Counter.WRONG_COLUMNS),
    MISSING_CPF(Counter.MISSING_CPF),
    VALUE_TOO_LONG(Counter.VALUE_TOO_LONG);

    private final Counter counter;

    Rejection(Counter counter) {
        this.counter = counter;
    }

    public Counter counter() {
        return counter;
    }
}
