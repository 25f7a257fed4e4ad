package dev.carga.domain.upload;

import java.util.Optional;

/// The decision to cancel or undo an upload. It is permanent: an undo may follow a cancellation, and nothing
/// follows an undo.
public enum Withdrawal {
    /// Parts that are not loaded yet are dropped; loaded parts stay.
    CANCELLED("cancelled"),
    /// Also, the rows that the upload added are removed.
    UNDONE("undone");

    private final String key;

    Withdrawal(String key) {
        this.key = key;
    }

    /// The stable name in the database.
    public String key() {
        return key;
    }

    /// The withdrawal with this [#key()].
    public static Optional<Withdrawal> parse(String text) {
        for (Withdrawal withdrawal : values()) {
            if (withdrawal.key.equals(text)) {
                return Optional.of(withdrawal);
            }
        }
        return Optional.empty();
    }
}
