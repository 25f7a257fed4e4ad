package dev.carga.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartRefTest {

    private static final UploadId UPLOAD = new UploadId(UUID.fromString("0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f"));

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void partsAreNumberedFromOne(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PartRef(UPLOAD, number));
    }

    @Test
    void textNamesUploadAndPart() {
        assertThat(new PartRef(UPLOAD, 3)).hasToString("0b6fa5f0-3d5c-4a6e-9d3f-1c2b3a4d5e6f/3");
    }

    @Test
    void sameUploadAndNumberAreTheSamePart() {
        assertThat(new PartRef(UPLOAD, 3))
                .isEqualTo(new PartRef(new UploadId(UPLOAD.value()), 3))
                .isNotEqualTo(new PartRef(UPLOAD, 4))
                .isNotEqualTo(new PartRef(UploadId.random(), 3));
    }
}
