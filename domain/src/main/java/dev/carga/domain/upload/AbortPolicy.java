package dev.carga.domain.upload;

import java.util.Optional;

/// What happens to the rows already loaded when an upload exceeds its [RejectLimit].
public enum AbortPolicy {
    /// The rows stay, and nothing more is loaded.
    KEEP("keep"),
    /// The rows are removed, and nothing more is loaded.
    UNDO("undo");

    private final String key;

    AbortPolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The withdrawal that this policy applies to the upload.
    public Withdrawal withdrawal() {
        return switch (this) {
            case KEEP -> Withdrawal.CANCELLED;
            case UNDO -> Withdrawal.UNDONE;
        };
    }

    /// The policy with this [#key()], ignoring case.
    public static Optional<AbortPolicy> parse(String text) {
        for (AbortPolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
