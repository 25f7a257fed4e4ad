package dev.carga.adapters.amqp;

import static dev.carga.application.trace.Traces.traced;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The message for a part: its body and its headers.
class PartMessageTest {

    private static final String ID = "7f2a0c52-6d1f-4c6e-9d34-0b6d6b1f0a11";

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 999_999_999})
    void writtenMessageIsRead(int number) {
        PartRef part = new PartRef(UploadId.random(), number);

        assertThat(PartMessage.read(PartMessage.body(part), null)).hasValue(new TracedPart(part, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"upload\":\"" + ID + "\",\"part\":3}",
                " { \"upload\" : \"" + ID + "\" ,\n \"part\" : 3 } ",
                "{\"upload\":\"" + ID + "\",\"part\":3,\"later\":\"more\"}"
            })
    void spacesAndFieldsOfLaterVersionsAreIgnored(String text) {
        assertThat(read(text).map(PartRef::number)).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a part",
                "{}",
                "null",
                "{\"upload\":\"" + ID + "\"}",
                "{\"upload\":\"" + ID + "\",\"part\":0}",
                "{\"upload\":\"" + ID + "\",\"part\":-1}",
                "{\"upload\":\"" + ID + "\",\"part\":3.5}",
                "{\"upload\":\"" + ID + "\",\"part\":12345678901234567890}",
                "{\"upload\":\"not-an-id-but-just-as-long-as-one-----\",\"part\":3}",
                "{\"upload\":\"------------------------------------\",\"part\":3}",
                "[{\"upload\":\"" + ID + "\",\"part\":3}]"
            })
    void anyOtherTextIsUnreadable(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void tooLongBodyIsUnreadable() {
        assertThat(PartMessage.read(new byte[5_000_000], null)).isEmpty();
    }

    private static Optional<PartRef> read(String text) {
        return PartMessage.read(text.getBytes(StandardCharsets.UTF_8), null).map(TracedPart::part);
    }

    // ---- the trace

    /// Workers of the versions before this header read the body only, so it must not change.
    @Test
    void traceIsInTheHeaderAndTheBodyIsTheSameWithoutIt() {
        TracedPart part = traced(new PartRef(UploadId.parse(ID).orElseThrow(), 3));

        assertThat(PartMessage.properties(part).getHeaders())
                .isEqualTo(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        assertThat(PartMessage.body(part.part()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"upload\":\"" + ID + "\",\"part\":3}");
    }

    @Test
    void partWithoutATraceHasNoHeader() {
        TracedPart part = new TracedPart(new PartRef(UploadId.random(), 1), null);

        assertThat(PartMessage.properties(part).getHeaders()).isNull();
    }

    @Test
    void traceInTheHeaderIsRead() {
        assertThat(traceIn(Map.of("traceparent", text(Traces.TRACE.toString()))))
                .isEqualTo(Traces.TRACE);
    }

    static Stream<Map<String, Object>> headersWithoutATrace() {
        return Stream.of(
                Map.of(),
                Map.of("x-death", List.of()),
                Map.of("traceparent", 42),
                Map.of("traceparent", List.of(text(Traces.TRACE.toString()))),
                Map.of("traceparent", text("")),
                Map.of("traceparent", text("00-041.091.641-25")),
                Map.of("traceparent", text("0".repeat(5_000_000))));
    }

    /// From an older version, or sent by hand: the part is loaded anyway.
    @ParameterizedTest
    @MethodSource("headersWithoutATrace")
    void missingOrInvalidTraceIsIgnored(Map<String, Object> headers) {
        assertThat(traceIn(headers)).isNull();
    }

    /// The type in which the client returns texts of a header.
    private static LongString text(String value) {
        return LongStringHelper.asLongString(value);
    }

    private static @Nullable TraceParent traceIn(Map<String, Object> headers) {
        byte[] body = ("{\"upload\":\"" + ID + "\",\"part\":3}").getBytes(StandardCharsets.UTF_8);
        return PartMessage.read(body, headers).orElseThrow().trace();
    }
}
