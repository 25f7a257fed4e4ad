package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Why a message is in the dead-letter queue, as its headers say.
class QueueKindTest {

    @Test
    void reasonOfTheLatestDeathIsTheFirst() {
        assertThat(QueueKind.deadLetterReason(
                        Map.of("x-death", List.of(death(text("delivery_limit")), death(text("rejected"))))))
                .isEqualTo("delivery_limit");
    }

    @Test
    void messageWithoutTheHeaderHasNoReason() {
        assertThat(QueueKind.deadLetterReason(null)).isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of())).isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of()))).isEqualTo("nothing_known");
    }

    @Test
    void headerThatNoBrokerWritesIsIgnored() {
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", text("rejected"))))
                .isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of(text("rejected")))))
                .isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of(Map.of("count", 3L)))))
                .isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of(death(text("041.091.641-25"))))))
                .isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of(death(text("rejected\nevent=forged"))))))
                .isEqualTo("nothing_known");
        assertThat(QueueKind.deadLetterReason(Map.of("x-death", List.of(death(7)))))
                .isEqualTo("nothing_known");
    }

    private static Map<String, Object> death(Object reason) {
        return Map.of("reason", reason, "count", 1L);
    }

    /// The type in which the client returns texts of a header.
    private static LongString text(String text) {
        return LongStringHelper.asLongString(text);
    }
}
