package dev.carga.domain.upload;

/// The status of an upload in the predecessor's words. `completed` says that every part has its answer, not that
/// every part was loaded.
public enum LegacyStatus {
    NOT_STARTED("not_started"),
    INCOMPLETE("incomplete"),
    COMPLETED("completed");

    private final String key;

    LegacyStatus(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    /// The status of an upload of which `settled` of the `parts` known so far have their answer. A file that did
    /// not come whole is never completed.
    public static LegacyStatus of(ReceptionState state, int parts, int settled) {
        if (settled == parts && state == ReceptionState.RECEIVED) {
            return COMPLETED;
        }
        return settled == 0 ? NOT_STARTED : INCOMPLETE;
    }
}
