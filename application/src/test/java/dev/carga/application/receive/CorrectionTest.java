package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.receive.UploadStore.Corrected;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorrectionTest {

    private static final UploadId THERE =
            UploadId.parse("123e4567-e89b-42d3-a456-426614174000").orElseThrow();
    private static final UploadId OTHER =
            UploadId.parse("123e4567-e89b-42d3-a456-426614174001").orElseThrow();

    private static Optional<Correction> of(String name, @Nullable UploadId inOptions) {
        return Correction.of(
                name,
                inOptions,
                id -> id.equals(THERE) ? Optional.of(new Corrected(Openings.BLANK_ALIGNED)) : Optional.empty());
    }

    @Test
    void uploadNamedInTheOptionsIsCorrected() {
        Correction expected = new Correction(THERE, Openings.BLANK_ALIGNED);
        assertThat(of("a.txt", THERE)).contains(expected);
        assertThat(of("rejects-" + OTHER + ".txt", THERE)).contains(expected);
        assertThat(of("rejects-" + THERE + ".txt", OTHER)).isEmpty();
    }

    @Test
    void uploadNamedByTheFileIsCorrectedWithoutAnOption() {
        Correction named = new Correction(THERE, Openings.BLANK_ALIGNED);
        assertThat(of("rejects-" + THERE + ".txt", null)).contains(named);
        assertThat(of("rejects-" + THERE + " (1) mended.csv", null)).contains(named);
        assertThat(of("all.zip/rejects-" + THERE.toString().toUpperCase(Locale.ROOT) + ".csv", null))
                .contains(named);
    }

    @Test
    void fileNameWithoutAKnownUploadCorrectsNothing() {
        Correction none = new Correction(null, null);
        assertThat(of("a.txt", null)).contains(none);
        assertThat(of("rejects-" + OTHER + ".txt", null)).contains(none);
        assertThat(of("rejects-123.txt", null)).contains(none);
        assertThat(of(THERE + ".txt", null)).contains(none);
    }

    /// The rows of flawed lines are in the table; the rejected lines stay open.
    @Test
    void flawedLinesAreReadWithTheEarlierLayoutAndCorrectNothing() {
        assertThat(of("flaws-" + THERE + ".csv", null)).contains(new Correction(null, Openings.BLANK_ALIGNED));
    }
}
