package dev.carga.application.health;

/// How a piece of the machinery was found.
public sealed interface Condition {

    record Up() implements Condition {}

    /// It cannot be used now.
    ///
    /// @param reason in words for an operator; holds no password
    record Down(String reason) implements Condition {}
}
