package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is on the wire.
class PartMessageTest {

    private static final String ID = "7f2a0c52-6d1f-4c6e-9d34-0b6d6b1f0a11";

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 999_999_999})
    void whatIsWrittenIsRead(int number) {
        PartRef part = new PartRef(UploadId.random(), number);

        assertThat(PartMessage.read(PartMessage.body(part))).hasValue(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"upload\":\"" + ID + "\",\"part\":3}",
                " { \"upload\" : \"" + ID + "\" ,\n \"part\" : 3 } ",
                "{\"upload\":\"" + ID + "\",\"part\":3,\"later\":\"more\"}"
            })
    void spacesAndLaterFieldsDoNotMatter(String text) {
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
    void anythingElseIsNoMessageOfOurs(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void whatIsFarTooLongIsNotEvenLookedAt() {
        assertThat(PartMessage.read(new byte[5_000_000])).isEmpty();
    }

    private static Optional<PartRef> read(String text) {
        return PartMessage.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
