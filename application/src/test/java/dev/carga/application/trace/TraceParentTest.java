package dev.carga.application.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.util.HashSet;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT_ID = "00f067aa0ba902b7";
    private static final String HEADER = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";

    @Test
    void parsedHeaderIsWrittenUnchanged() {
        TraceParent trace = TraceParent.parse(HEADER).orElseThrow();
        assertThat(trace).isEqualTo(new TraceParent(TRACE_ID, PARENT_ID, 1));
        assertThat(trace).hasToString(HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE_ID + "-" + PARENT_ID,
                "00-" + TRACE_ID + "-" + PARENT_ID + "-1",
                "00-" + TRACE_ID + "-" + PARENT_ID + "-0g",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT_ID + "-01",
                "00-" + TRACE_ID + "-00F067AA0BA902B7-01",
                "00-00000000000000000000000000000000-" + PARENT_ID + "-01",
                "00-" + TRACE_ID + "-0000000000000000-01",
                "ff-" + TRACE_ID + "-" + PARENT_ID + "-01",
                "0-" + TRACE_ID + "-" + PARENT_ID + "-01",
                "00 " + TRACE_ID + " " + PARENT_ID + " 01",
                " " + HEADER,
                HEADER + " ",
                HEADER + "\n",
                HEADER + "-",
                HEADER + "-what-a-later-version-may-say",
                "01-" + TRACE_ID + "-" + PARENT_ID + "-01what-no-version-may-say",
                HEADER + "," + HEADER,
                "00-041.091.641-25"
            })
    void malformedHeaderIsRejected(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-and what comes then"})
    void firstFourFieldsOfALaterVersionAreRead(String later) {
        assertThat(TraceParent.parse("cc-" + TRACE_ID + "-" + PARENT_ID + "-01" + later))
                .hasValueSatisfying(trace -> assertThat(trace).hasToString(HEADER));
    }

    @ParameterizedTest
    @CsvSource({"00, 00", "01, 01", "02, 02", "03, 03", "04, 00", "ff, 03"})
    void unknownFlagsAreDropped(String came, String goes) {
        assertThat(TraceParent.parse("00-" + TRACE_ID + "-" + PARENT_ID + "-" + came))
                .hasValueSatisfying(trace -> assertThat(trace.toString()).endsWith("-" + goes));
    }

    @Test
    void childHasItsOwnParentIdInTheSameTrace() {
        TraceParent trace = TraceParent.parse(HEADER).orElseThrow();
        Set<String> parents = new HashSet<>(Set.of(PARENT_ID));
        for (int step = 0; step < 100; step++) {
            TraceParent child = trace.child(Traces.IDS);
            assertThat(child.traceId()).isEqualTo(TRACE_ID);
            assertThat(child.flags()).isEqualTo(1);
            parents.add(child.parentId());
        }
        assertThat(parents).hasSize(101);
    }

    @Test
    void newTraceCanBeParsedAndHasTheRandomFlag() {
        TraceParent trace = TraceParent.begin(Traces.IDS);
        assertThat(TraceParent.parse(trace.toString())).hasValue(trace);
        assertThat(trace.toString()).startsWith("00-").endsWith("-02");
        assertThat(TraceParent.begin(Traces.IDS).traceId()).isNotEqualTo(trace.traceId());
    }

    @Test
    void idIsNeverAllZeros() {
        PrimitiveIterator.OfLong drawn = LongStream.of(0, 0, 1, 0, 2, 0, 3).iterator();
        RandomGenerator unlucky = drawn::nextLong;
        assertThat(TraceParent.begin(unlucky)).hasToString("00-00000000000000010000000000000002-0000000000000003-02");
    }

    @Test
    void invalidTraceCannotBeCreated() {
        assertThatThrownBy(() -> new TraceParent("0".repeat(32), PARENT_ID, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceParent(TRACE_ID, "0".repeat(16), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceParent(TRACE_ID, PARENT_ID, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void logKeysOfAPartIncludeItsTraceIfKnown() {
        PartRef part = new PartRef(UploadId.random(), 3);
        String keys = "upload=" + part.upload() + " part=3";
        assertThat(new TracedPart(part, null).keys()).isEqualTo(keys);
        assertThat(new TracedPart(part, null).child(Traces.IDS)).isEqualTo(new TracedPart(part, null));
        assertThat(Traces.traced(part).keys()).isEqualTo(keys + " trace=" + TRACE_ID);
    }
}
