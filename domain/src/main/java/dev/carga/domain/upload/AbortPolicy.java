package dev.carga.domain.upload;

import java.util.Optional;

/// What becomes of the rows that are loaded already when an upload has more rejects than its [RejectLimit].
public enum AbortPolicy {
    /// They stay, and nothing more is loaded.
    KEEP("keep"),
    /// They are removed.
    UNDO("undo");

    private final String key;

    AbortPolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// What is done with the upload.
    public Withdrawal withdrawal() {
        return switch (this) {
            case KEEP -> Withdrawal.CANCELLED;
            case UNDO -> Withdrawal.UNDONE;
        };
    }

    /// The policy of this name, in capitals or not.
    public static Optional<AbortPolicy> parse(String text) {
        for (AbortPolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
