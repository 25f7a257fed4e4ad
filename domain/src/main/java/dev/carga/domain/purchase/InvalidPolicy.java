package dev.carga.domain.purchase;

import java.util.Optional;

/// What becomes of a line whose CPF is no correct number. Chosen for an upload when it is opened.
public enum InvalidPolicy {
    /// Its row is added, and says so in `cpf_valido`, as with the predecessor.
    KEEP("keep"),
    /// It gives no row.
    REJECT("reject");

    private final String key;

    InvalidPolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy of this name, in capitals or not.
    public static Optional<InvalidPolicy> parse(String text) {
        for (InvalidPolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
