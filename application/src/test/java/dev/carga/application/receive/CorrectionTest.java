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

    private static Optional<Correction> of(String name, @Nullable UploadId told) {
        return Correction.of(
                name,
                told,
                id -> id.equals(THERE) ? Optional.of(new Corrected(Openings.BLANK_ALIGNED)) : Optional.empty());
    }

    @Test
    void whatTheSenderSaysCounts() {
        Correction told = new Correction(THERE, Openings.BLANK_ALIGNED);
        assertThat(of("a.txt", THERE)).contains(told);
        assertThat(of("rejects-" + OTHER + ".txt", THERE)).contains(told);
        assertThat(of("rejects-" + THERE + ".txt", OTHER)).isEmpty();
    }

    @Test
    void elseWhatTheFileIsCalled() {
        Correction named = new Correction(THERE, Openings.BLANK_ALIGNED);
        assertThat(of("rejects-" + THERE + ".txt", null)).contains(named);
        assertThat(of("rejects-" + THERE + " (1) mended.csv", null)).contains(named);
        assertThat(of("all.zip/rejects-" + THERE.toString().toUpperCase(Locale.ROOT) + ".csv", null))
                .contains(named);
    }

    @Test
    void aNameThatLeadsNowhereSaysNothing() {
        Correction none = new Correction(null, null);
        assertThat(of("a.txt", null)).contains(none);
        assertThat(of("rejects-" + OTHER + ".txt", null)).contains(none);
        assertThat(of("rejects-123.txt", null)).contains(none);
        assertThat(of(THERE + ".txt", null)).contains(none);
    }

    /// Their rows are there: the rejected lines stay open.
    @Test
    void linesThatGaveARowAreReadAsBeforeAndCorrectNothing() {
        assertThat(of("flaws-" + THERE + ".csv", null)).contains(new Correction(null, Openings.BLANK_ALIGNED));
    }
}
