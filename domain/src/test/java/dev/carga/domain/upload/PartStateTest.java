package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.PartState.Event;
import dev.carga.domain.upload.PartState.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every state with every event. The contracts of the ports check that the stores, in memory and in
/// PostgreSQL, follow the same transitions.
class PartStateTest {

    private static final Counters COUNTERS = Counters.of(Map.of(Counter.TOTAL_ROWS, 7L, Counter.TOTAL_ADDED, 7L));
    private static final PartFailure FAILURE =
            new PartFailure(PartFailure.Code.DUPLICATE_CPF, "duplicate key value", 12L);

    private static final List<PartState> STATES = List.of(
            new PartState.Received(),
            new PartState.Queued(),
            new PartState.Loaded(COUNTERS, List.of()),
            new PartState.Failed(FAILURE),
            new PartState.Cancelled(),
            new PartState.Undone());

    private static final List<Event> EVENTS = List.of(
            new Event.Queue(),
            new Event.Load(COUNTERS, List.of()),
            new Event.Fail(FAILURE),
            new Event.Retry(),
            new Event.Cancel(),
            new Event.Undo());

    /// State, event, and the state after it; a dash if the event is refused.
    private static final String TABLE = """
            Received  Queue  Queued
            Received  Load   -
            Received  Fail   -
            Received  Retry  -
            Received  Cancel Cancelled
            Received  Undo   -
            Queued    Queue  Queued
            Queued    Load   Loaded
            Queued    Fail   Failed
            Queued    Retry  -
            Queued    Cancel Cancelled
            Queued    Undo   -
            Loaded    Queue  -
            Loaded    Load   -
            Loaded    Fail   -
            Loaded    Retry  -
            Loaded    Cancel -
            Loaded    Undo   Undone
            Failed    Queue  -
            Failed    Load   -
            Failed    Fail   -
            Failed    Retry  Received
            Failed    Cancel -
            Failed    Undo   -
            Cancelled Queue  -
            Cancelled Load   -
            Cancelled Fail   -
            Cancelled Retry  -
            Cancelled Cancel -
            Cancelled Undo   -
            Undone    Queue  -
            Undone    Load   -
            Undone    Fail   -
            Undone    Retry  -
            Undone    Cancel -
            Undone    Undo   -
            """;

    record Row(String state, String event, String after) {
        @Override
        public String toString() {
            return state + " + " + event + (after.equals("-") ? " is refused" : " → " + after);
        }
    }

    static Stream<Row> table() {
        return TABLE.lines().map(line -> line.split(" +")).map(words -> new Row(words[0], words[1], words[2]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void eventLeadsFromStateToState(Row row) {
        Transition transition = named(STATES, row.state).on(named(EVENTS, row.event));
        Transition expected =
                row.after.equals("-") ? new Transition.Illegal() : new Transition.Moved(named(STATES, row.after));
        assertThat(transition).isEqualTo(expected);
    }

    @Test
    void tableHoldsEveryStateWithEveryEvent() {
        List<String> pairs = new ArrayList<>();
        for (String state : permitted(PartState.class)) {
            for (String event : permitted(Event.class)) {
                pairs.add(state + " " + event);
            }
        }
        assertThat(table().map(row -> row.state + " " + row.event)).containsExactlyInAnyOrderElementsOf(pairs);
        assertThat(pairs).hasSize(36);
    }

    @Test
    void loadedPartKeepsTheCountersOfTheEventAndFailedPartItsFailure() {
        Counters others = Counters.of(Map.of(Counter.TOTAL_ROWS, 1L, Counter.TOTAL_ADDED, 1L));
        PartFailure other = new PartFailure(PartFailure.Code.UNREADABLE_PART, "bytes are gone", null);
        assertThat(new PartState.Queued().on(new Event.Load(others, List.of(3L))))
                .isEqualTo(new Transition.Moved(new PartState.Loaded(others, List.of(3L))));
        assertThat(new PartState.Queued().on(new Event.Fail(other)))
                .isEqualTo(new Transition.Moved(new PartState.Failed(other)));
    }

    @Test
    void onlyTheFirstHundredDuplicateLinesAreKept() {
        List<Long> lines = LongStream.rangeClosed(1, 101).boxed().toList();
        assertThat(new PartState.Loaded(COUNTERS, lines).duplicateLines()).isEqualTo(lines.subList(0, 100));
    }

    @ParameterizedTest
    @CsvSource({"Received, false", "Queued, false", "Loaded, true", "Failed, true", "Cancelled, true", "Undone, true"})
    void onlyReceivedAndQueuedPartsAreNotSettled(String state, boolean settled) {
        assertThat(named(STATES, state).isSettled()).isEqualTo(settled);
    }

    /// Only an action of a person, retry or undo, changes a settled part.
    @Test
    void settledPartIsChangedOnlyByRetryOrUndo() {
        for (PartState state : STATES) {
            if (state.isSettled()) {
                assertThat(state.on(new Event.Queue())).isEqualTo(new Transition.Illegal());
                assertThat(state.on(new Event.Load(COUNTERS, List.of()))).isEqualTo(new Transition.Illegal());
                assertThat(state.on(new Event.Fail(FAILURE))).isEqualTo(new Transition.Illegal());
            }
        }
    }

    private static <T> T named(List<T> all, String name) {
        return all.stream()
                .filter(one -> one.getClass().getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> permitted(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
    }
}
