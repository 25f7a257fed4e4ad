package dev.carga.application.health;

/// How a piece of the machinery was found.
public sealed interface Condition {

    /// It is there.
    record Up() implements Condition {}

    /// It is not, or did not answer.
    ///
    /// @param reason in words for an operator; holds no password
    record Down(String reason) implements Condition {}

    /// It cannot be looked at, since another piece is down.
    ///
    /// @param reason in words for an operator
    record Unknown(String reason) implements Condition {}
}
