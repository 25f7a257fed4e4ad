package dev.carga.domain.purchase;

import java.util.Optional;

/// What happens to a line with an invalid CPF. Chosen per upload when it is opened.
public enum InvalidPolicy {
    /// Its row is added with `cpf_valido` false, as in the predecessor.
    KEEP("keep"),
    /// The line is rejected.
    REJECT("reject");

    private final String key;

    InvalidPolicy(String key) {
        this.key = key;
    }

    /// The stable name in requests, in JSON and in the database.
    public String key() {
        return key;
    }

    /// The policy with this [#key()], ignoring case.
    public static Optional<InvalidPolicy> parse(String text) {
        for (InvalidPolicy policy : values()) {
            if (policy.key.equalsIgnoreCase(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
