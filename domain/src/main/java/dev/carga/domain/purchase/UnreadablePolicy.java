package dev.carga.domain.purchase;

import java.util.Optional;

/// What happens to a line with an unreadable flag, date or ticket. Chosen per upload when it is opened.
public enum UnreadablePolicy {
    /// Its row is added with NULL in that column, as in the predecessor.
    NULL("null"),
    /// The line is rejected.
    REJECT("reject");

    private final String key;

    UnreadablePolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy with this [#key()], ignoring case.
    public static Optional<UnreadablePolicy> parse(String text) {
        for (UnreadablePolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
