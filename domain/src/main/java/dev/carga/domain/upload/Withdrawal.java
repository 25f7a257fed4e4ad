package dev.carga.domain.upload;

import java.util.Optional;

/// What a person has decided against an upload. Stands for ever; an undo may follow a cancellation, and nothing
/// follows an undo.
public enum Withdrawal {
    /// What is not loaded yet is not loaded any more.
    CANCELLED("cancelled"),
    /// And the rows that it added are removed again.
    UNDONE("undone");

    private final String key;

    Withdrawal(String key) {
        this.key = key;
    }

    /// The stable name in the database.
    public String key() {
        return key;
    }

    /// The withdrawal of this name.
    public static Optional<Withdrawal> parse(String text) {
        for (Withdrawal withdrawal : values()) {
            if (withdrawal.key.equals(text)) {
                return Optional.of(withdrawal);
            }
        }
        return Optional.empty();
    }
}
