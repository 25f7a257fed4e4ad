package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadIdTest {

    private static final String TEXT = "0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f";

    @Test
    void textOfAnIdIsReadBack() {
        for (int i = 0; i < 100; i++) {
            UploadId id = UploadId.random();
            assertThat(UploadId.parse(id.toString())).contains(id);
        }
    }

    @Test
    void upperCaseNamesTheSameUpload() {
        assertThat(UploadId.parse(TEXT.toUpperCase(Locale.ROOT))).contains(new UploadId(UUID.fromString(TEXT)));
    }

    @Test
    void textIsInLowerCase() {
        assertThat(new UploadId(UUID.fromString(TEXT.toUpperCase(Locale.ROOT)))).hasToString(TEXT);
    }

    /// The JDK's parser accepts short forms too; for a client, an id with two texts would be two ids.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0b6fa5f03d5c4a6e9d3f1c2b3a4d5e6f",
                "0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6",
                "0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f0",
                "0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6g",
                " 0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f",
                "0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f\n",
                "{0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f}",
                "\u0660b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f"
            })
    void otherTextIsNotAnId(String text) {
        assertThat(UploadId.parse(text)).isEmpty();
    }

    @Test
    void newIdsDiffer() {
        Set<UploadId> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(UploadId.random());
        }
        assertThat(ids).hasSize(1_000);
    }
}
