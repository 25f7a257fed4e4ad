package dev.carga.domain.purchase;

import java.util.Optional;

/// What becomes of a line of which a flag, a date or a ticket cannot be read. Chosen for an upload when it is opened.
public enum UnreadablePolicy {
    /// Its row is added with NULL in that column, as with the predecessor.
    NULL("null"),
    /// It gives no row.
    REJECT("reject");

    private final String key;

    UnreadablePolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy of this name, in capitals or not.
    public static Optional<UnreadablePolicy> parse(String text) {
        for (UnreadablePolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
