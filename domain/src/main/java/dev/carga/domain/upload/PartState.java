package dev.carga.domain.upload;

import dev.carga.domain.purchase.Counters;
import java.util.List;

/// The life of a part, all of it.
///
/// ```
///     ┌──────────────────Retry─────────────────┐
///     ▼                                        │
///  Received ──Queue──▶ Queued ──Fail──▶ Failed ┘
///     │                │  └────Load──▶ Loaded ──Undo──▶ Undone
///     └─────Cancel─────┴──Cancel──▶ Cancelled
/// ```
///
/// For each state: who enters it, who leaves it, and what a crash leaves behind.
///
/// * **Received.** Entered by the receiver, in the transaction that makes the part's bytes durable, and by
///   whoever has a failed part tried again; left by dispatch, as soon as the upload's window has room. A
///   crash leaves the part, waiting: any process that dispatches finds it.
/// * **Queued.** Entered by dispatch, before it sends the message; left by a worker. A crash between the
///   two, or a broker that forgets, leaves a part without a message: it is found and sent again.
/// * **Loaded.** Entered by a worker, in the transaction that adds the rows; left by undo. A crash before
///   the commit leaves nothing, one after it everything.
/// * **Failed.** Entered by a worker, in the transaction that found the data at fault, with no row of the
///   part left, or by one that finds the part to have ended its workers too often; left by retry. A crash is
///   as with Loaded. A failed part of an upload that is cancelled stays as it is, with its reason: none of
///   its rows is loaded anyway.
/// * **Cancelled.** Entered by whoever cancels the upload, or by a worker that gets the part after that;
///   left by nobody.
/// * **Undone.** Entered by undo, in the transaction that removes the upload's last row; left by nobody.
///
/// That a part is being loaded is not a state: it is a row lock, which vanishes with the worker that holds it.
/// The database holds to the same rules with CHECKs and guarded updates.
public sealed interface PartState {

    /// Durable, and no worker knows of it yet.
    record Received() implements PartState {}

    /// Sent to the workers, or about to be. May be sent any number of times: loading takes it only once.
    record Queued() implements PartState {}

    /// Every line has its answer and every good row is in the table, but for those that gave way to one with
    /// the same CPF.
    ///
    /// @param duplicateLines lines that were left out as duplicates, in the order of the file, the first
    ///                       [#LINES_TOLD] of them; their number is in the counters. Where the parts of a
    ///                       file were loaded in another order than its own, a line may be of another part
    record Loaded(Counters counters, List<Long> duplicateLines) implements PartState {

        /// Enough to look at. A file sent twice would have as many as it has lines.
        public static final int LINES_TOLD = 100;

        public Loaded {
            duplicateLines = duplicateLines.stream().limit(LINES_TOLD).toList();
        }
    }

    /// None of its rows is in the table.
    record Failed(PartFailure failure) implements PartState {}

    /// Will not be loaded any more.
    record Cancelled() implements PartState {}

    /// Was loaded, and its rows were removed again.
    record Undone() implements PartState {}

    /// What can happen to a part.
    sealed interface Event {
        record Queue() implements Event {}

        record Load(Counters counters, List<Long> duplicateLines) implements Event {}

        record Fail(PartFailure failure) implements Event {}

        record Retry() implements Event {}

        record Cancel() implements Event {}

        record Undo() implements Event {}
    }

    /// What an event does to a state.
    sealed interface Transition {
        record Moved(PartState to) implements Transition {}

        /// Already so, or not allowed: the part stays as it is, and nothing else may happen either.
        record Refused() implements Transition {}
    }

    /// The state after the event, or the refusal.
    default Transition on(Event event) {
        return switch (this) {
            case Received _ ->
                switch (event) {
                    case Event.Queue _ -> moved(new Queued());
                    case Event.Cancel _ -> moved(new Cancelled());
                    case Event.Load _, Event.Fail _, Event.Retry _, Event.Undo _ -> new Transition.Refused();
                };
            case Queued _ ->
                switch (event) {
                    case Event.Queue _ -> moved(new Queued());
                    case Event.Load(var counters, var duplicateLines) -> moved(new Loaded(counters, duplicateLines));
                    case Event.Fail(PartFailure failure) -> moved(new Failed(failure));
                    case Event.Cancel _ -> moved(new Cancelled());
                    case Event.Retry _, Event.Undo _ -> new Transition.Refused();
                };
            case Failed _ ->
                switch (event) {
                    case Event.Retry _ -> moved(new Received());
                    case Event.Queue _, Event.Load _, Event.Fail _, Event.Cancel _, Event.Undo _ ->
                        new Transition.Refused();
                };
            case Loaded _ ->
                switch (event) {
                    case Event.Undo _ -> moved(new Undone());
                    case Event.Queue _, Event.Load _, Event.Fail _, Event.Retry _, Event.Cancel _ ->
                        new Transition.Refused();
                };
            case Cancelled _, Undone _ -> new Transition.Refused();
        };
    }

    /// Whether nothing more happens to the part by itself.
    default boolean isSettled() {
        return switch (this) {
            case Received _, Queued _ -> false;
            case Loaded _, Failed _, Cancelled _, Undone _ -> true;
        };
    }

    private static Transition moved(PartState to) {
        return new Transition.Moved(to);
    }
}
