package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counters;
import java.util.Optional;

/// Where an upload stands, told honestly: that every part has its answer is one thing, that all of them are
/// loaded is another. Nothing of this is stored; it follows from what is.
///
/// ```
///  Receiving ──▶ Loading ──▶ Completed | PartiallyFailed | Failed | Interrupted
///      │            │ ▲─────────────── retry ──┴───────────┴─────────────┘
///      ├── cancel ──┴──▶ Cancelling ──▶ Cancelled
///      └── undo, from anywhere ──▶ Undoing ──▶ Undone
/// ```
public enum UploadState {
    /// Bytes are still to come; parts may be loading already.
    RECEIVING("receiving"),
    /// All has come that will, and some parts have no answer yet.
    LOADING("loading"),
    /// The whole file is loaded, and at least one line of it gave a row, or met one.
    COMPLETED("completed"),
    /// The whole file has its answer; some parts are loaded and some failed.
    PARTIALLY_FAILED("partially_failed"),
    /// The whole file has its answer, and no part is loaded; or none of its lines gave a row.
    FAILED("failed"),
    /// The file did not come whole, and each part that came has its answer.
    INTERRUPTED("interrupted"),
    /// Was cancelled, and some parts were being loaded at that moment.
    CANCELLING("cancelling"),
    /// Was cancelled; parts that were loaded by then are still loaded.
    CANCELLED("cancelled"),
    /// The rows that it added are being removed.
    UNDOING("undoing"),
    /// None of the rows that it added is left, but for those that another upload has updated since.
    UNDONE("undone");

    private final String key;

    UploadState(String key) {
        this.key = key;
    }

    /// The stable name in JSON and in requests.
    public String key() {
        return key;
    }

    /// The phase of this name, in capitals or not.
    public static Optional<UploadState> parse(String text) {
        for (UploadState state : values()) {
            if (state.key.equalsIgnoreCase(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// The phase of an upload.
    ///
    /// @param file       how far the file itself has come
    /// @param withdrawal null if nobody has decided against it
    /// @param counters   of the loaded parts
    public static UploadState of(
            ReceptionState file, @Nullable Withdrawal withdrawal, PartCounts parts, Counters counters) {
        if (withdrawal == Withdrawal.UNDONE) {
            return parts.pending() + parts.loaded() > 0 ? UNDOING : UNDONE;
        }
        if (withdrawal == Withdrawal.CANCELLED && parts.pending() > 0) {
            return CANCELLING;
        }
        // Who cancels when all is under way already cancels nothing.
        if (withdrawal == Withdrawal.CANCELLED && (parts.cancelled() > 0 || file != ReceptionState.RECEIVED)) {
            return CANCELLED;
        }
        if (file == ReceptionState.RECEIVING) {
            return RECEIVING;
        }
        if (parts.pending() > 0) {
            return LOADING;
        }
        return file == ReceptionState.INTERRUPTED ? INTERRUPTED : outcome(parts, counters);
    }

    /// Nobody sends a file for none of its lines to be taken: one of nothing but a header, or of nothing but
    /// rejected lines, is no success.
    private static UploadState outcome(PartCounts parts, Counters counters) {
        if (parts.failed() == 0) {
            return counters.taken() == 0 ? FAILED : COMPLETED;
        }
        return parts.loaded() == 0 ? FAILED : PARTIALLY_FAILED;
    }
}
