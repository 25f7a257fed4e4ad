package dev.carga.domain.upload;

import dev.carga.domain.purchase.Counters;
import java.util.List;

/// The states of a part and the transitions between them.
///
/// [#on(Event)] is an executable specification. Production code does not call it: each statement of the
/// PostgreSQL adapter (`PartTransitions`) names the state that it starts from, and CHECK constraints refuse
/// rows that no state allows. The in-memory stores of the tests do call it, and the port contracts run
/// against both, so that a difference fails a test. Change a transition here first, then in the SQL.
///
/// ```
///     ┌──────────────────Retry─────────────────┐
///     ▼                                        │
///  Received ──Queue──▶ Queued ──Fail──▶ Failed ┘
///     │                │  └────Load──▶ Loaded ──Undo──▶ Undone
///     └─────Cancel─────┴──Cancel──▶ Cancelled
/// ```
///
/// For each state: what enters it, what leaves it, and what a crash leaves behind.
///
/// * **Received.** Entered by the receiver, in the transaction that makes the part's bytes durable, and by a retry
/// of a failed part. Left by dispatch as soon as the upload's window has room. After a crash the part is
/// still waiting, and any dispatching process finds it.
/// * **Queued.** Entered by dispatch before it sends the message. Left by a worker. A crash between the two, or a
///   broker that loses the message, leaves a part without a message; it is found and sent again.
/// * **Loaded.** Entered by a worker, in the transaction that adds the rows. Left by undo. A crash before the
///   commit leaves nothing, a crash after it everything.
/// * **Failed.** Entered by a worker, in the transaction that found the data at fault, with no row of the part
/// stored, or that found the limit of attempts reached. Left by retry. A crash has the same effect as in
/// Loaded. Cancelling an upload leaves its failed parts failed, with their reason: none of their rows is
/// loaded anyway.
/// * **Cancelled.** Entered when the upload is cancelled, or by a worker that receives the part afterwards. Final.
/// * **Undone.** Entered by undo, in the transaction that removes the upload's last row. Final.
///
/// "Being loaded" is not a state but a row lock, which disappears with the worker that holds it.
public sealed interface PartState {

    /// Durable, and not yet sent to the workers.
    record Received() implements PartState {}

    /// Sent to the workers, or about to be. May be sent any number of times; it is loaded only once.
    record Queued() implements PartState {}

    /// Every line is processed, and every accepted row is in the table unless a row with the same CPF replaced it.
    ///
    /// @param duplicateLines the lines that were skipped as duplicates, in the order of the file, the first
    ///                       [#MAX_DUPLICATE_LINES] of them; the counters have their number. If the parts of a
    ///                       file were loaded out of order, a line may belong to another part
    record Loaded(Counters counters, List<Long> duplicateLines) implements PartState {

        /// A file that is sent twice has as many duplicates as lines, so their list is limited.
        public static final int MAX_DUPLICATE_LINES = 100;

        public Loaded {
            duplicateLines = duplicateLines.stream().limit(MAX_DUPLICATE_LINES).toList();
        }
    }

    /// Not loaded: none of its rows is in the table.
    record Failed(PartFailure failure) implements PartState {}

    /// Will not be loaded.
    record Cancelled() implements PartState {}

    /// Was loaded, and its rows were removed.
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

    /// The effect of an event on a state.
    sealed interface Transition {
        record Moved(PartState to) implements Transition {}

        /// Not allowed in this state: the part stays unchanged, and the event must have no other effect.
        record Illegal() implements Transition {}
    }

    /// The state after the event, or [Transition.Illegal]. A specification; see the type's comment.
    default Transition on(Event event) {
        return switch (this) {
            case Received _ ->
                switch (event) {
                    case Event.Queue _ -> moved(new Queued());
                    case Event.Cancel _ -> moved(new Cancelled());
                    case Event.Load _, Event.Fail _, Event.Retry _, Event.Undo _ -> new Transition.Illegal();
                };
            case Queued _ ->
                switch (event) {
                    case Event.Queue _ -> moved(new Queued());
                    case Event.Load(var counters, var duplicateLines) -> moved(new Loaded(counters, duplicateLines));
                    case Event.Fail(PartFailure failure) -> moved(new Failed(failure));
                    case Event.Cancel _ -> moved(new Cancelled());
                    case Event.Retry _, Event.Undo _ -> new Transition.Illegal();
                };
            case Failed _ ->
                switch (event) {
                    case Event.Retry _ -> moved(new Received());
                    case Event.Queue _, Event.Load _, Event.Fail _, Event.Cancel _, Event.Undo _ ->
                        new Transition.Illegal();
                };
            case Loaded _ ->
                switch (event) {
                    case Event.Undo _ -> moved(new Undone());
                    case Event.Queue _, Event.Load _, Event.Fail _, Event.Retry _, Event.Cancel _ ->
                        new Transition.Illegal();
                };
            case Cancelled _, Undone _ -> new Transition.Illegal();
        };
    }

    /// Whether the part is finished: only an action of a person, retry or undo, changes it.
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
