package dev.carga.application.health;

/// The condition of a dependency: the database, its schema, or the broker.
public sealed interface Condition {

    /// It works.
    record Up() implements Condition {}

    /// It does not work, or did not respond.
    ///
    /// @param reason a message for an operator, without passwords
    record Down(String reason) implements Condition {}

    /// It cannot be checked, since another dependency is down.
    ///
    /// @param reason a message for an operator
    record Unknown(String reason) implements Condition {}
}
