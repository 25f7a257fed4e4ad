package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counters;
import java.util.Optional;

/// The state of an upload. It distinguishes "every part is settled" from "every part is loaded". It is not
/// stored but derived from the state of the file, of its parts and of a withdrawal.
///
/// ```
///  Receiving ──▶ Loading ──▶ Completed | PartiallyFailed | Failed | Interrupted
///      │            │ ▲─────────────── retry ──┴───────────┴─────────────┘
///      ├── cancel ──┴──▶ Cancelling ──▶ Cancelled
///      └── undo, from anywhere ──▶ Undoing ──▶ Undone
/// ```
public enum UploadState {
    /// Bytes are still arriving; parts may be loading already.
    RECEIVING("receiving"),
    /// No more bytes will arrive, and some parts are not settled yet.
    LOADING("loading"),
    /// The whole file is loaded, and at least one line gave a row or was a duplicate of one.
    COMPLETED("completed"),
    /// Every part of the whole file is settled; some are loaded and some failed.
    PARTIALLY_FAILED("partially_failed"),
    /// Every part of the whole file is settled, and no part is loaded or no line gave a row.
    FAILED("failed"),
    /// The file was not received completely, and every part that was received is settled.
    INTERRUPTED("interrupted"),
    /// Was cancelled while some parts were being loaded, and waits for them.
    CANCELLING("cancelling"),
    /// Was cancelled; parts that were loaded before stay loaded.
    CANCELLED("cancelled"),
    /// The rows that the upload added are being removed.
    UNDOING("undoing"),
    /// The rows that the upload added are removed, except those that another upload updated since.
    UNDONE("undone");

    private final String key;

    UploadState(String key) {
        this.key = key;
    }

    /// The stable name in JSON and in requests.
    public String key() {
        return key;
    }

    /// The state with this [#key()], ignoring case.
    public static Optional<UploadState> parse(String text) {
        for (UploadState state : values()) {
            if (state.key.equalsIgnoreCase(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// Derives the state of an upload.
    ///
    /// @param file       how far the file has been received
    /// @param withdrawal null if the upload was neither cancelled nor undone
    /// @param counters   the sum of the counters of the loaded parts
    public static UploadState of(
            ReceptionState file, @Nullable Withdrawal withdrawal, PartCounts parts, Counters counters) {
        if (withdrawal == Withdrawal.UNDONE) {
            return parts.pending() + parts.loaded() > 0 ? UNDOING : UNDONE;
        }
        if (withdrawal == Withdrawal.CANCELLED && parts.pending() > 0) {
            return CANCELLING;
        }
        // A cancellation that came after the last part was taken by a worker has no effect.
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

    /// A file of a header alone, or of rejected lines alone, is a failure: no sender intends that.
    private static UploadState outcome(PartCounts parts, Counters counters) {
        if (parts.failed() == 0) {
            return counters.accepted() == 0 ? FAILED : COMPLETED;
        }
        return parts.loaded() == 0 ? FAILED : PARTIALLY_FAILED;
    }
}
