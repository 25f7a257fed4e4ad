package dev.carga.domain.upload;

/// The status of an upload in the terms of the predecessor's API. `completed` means that every part is
/// settled, not that every part was loaded.
public enum LegacyStatus {
    NOT_STARTED("not_started"),
    INCOMPLETE("incomplete"),
    COMPLETED("completed");

    private final String key;

    LegacyStatus(String key) {
        this.key = key;
    }

    /// The stable name in the predecessor's JSON.
    public String key() {
        return key;
    }

    /// The status of an upload. A file that was not received completely is never `completed`.
    ///
    /// @param parts   the number of parts known so far
    /// @param settled how many of them are settled ([PartState#isSettled()])
    public static LegacyStatus of(ReceptionState state, int parts, int settled) {
        if (settled == parts && state == ReceptionState.RECEIVED) {
            return COMPLETED;
        }
        return settled == 0 ? NOT_STARTED : INCOMPLETE;
    }
}
