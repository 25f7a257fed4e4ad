package dev.carga.adapters.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// With a clock that only the test advances.
class MinimumRateInputStreamTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private long now;

    /// Each read takes this long and returns this many bytes.
    private InputStream sender(int bytes, int atOnce, Duration each) {
        InputStream all = new ByteArrayInputStream(new byte[bytes]);
        return new FilterInputStream(all) {
            @Override
            public int read() throws IOException {
                now += each.toNanos();
                return super.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                now += each.toNanos();
                return super.read(into, offset, Math.min(length, atOnce));
            }
        };
    }

    private MinimumRateInputStream paced(InputStream body) {
        return new MinimumRateInputStream(body, 500, HALF_A_MINUTE, () -> now);
    }

    @Test
    void byteEveryFewSecondsTimesOutAfterHalfAMinute() {
        MinimumRateInputStream body = paced(sender(1_000, 1, Duration.ofSeconds(4)));

        assertThatThrownBy(body::readAllBytes)
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void readingSingleBytesTimesOutAlike() {
        MinimumRateInputStream body = paced(sender(1_000, 1, Duration.ofSeconds(4)));

        assertThatThrownBy(() -> {
                    while (body.read() >= 0) {
                        // Reads on.
                    }
                })
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void rateAboveMinimumMayTakeHours() throws IOException {
        MinimumRateInputStream body = paced(sender(10_000_000, 1_000, Duration.ofSeconds(2)));

        assertThat(readInLargePieces(body)).isEqualTo(10_000_000);
        assertThat(Duration.ofNanos(now)).isGreaterThan(Duration.ofHours(5));
    }

    /// A pause shorter than the idle timeout is allowed if the average is high enough.
    @Test
    void pauseIsAllowedIfTheRateIsHighOtherwise() throws IOException {
        MinimumRateInputStream body = paced(sender(1_000_000, 50_000, Duration.ofSeconds(29)));

        assertThat(readInLargePieces(body)).isEqualTo(1_000_000);
    }

    private static long readInLargePieces(InputStream body) throws IOException {
        byte[] bytes = new byte[64 << 10];
        long sum = 0;
        for (int length = body.read(bytes); length >= 0; length = body.read(bytes)) {
            sum += length;
        }
        return sum;
    }

    @Test
    void timeWithoutReadingDoesNotCount() throws IOException {
        MinimumRateInputStream body = paced(sender(1_000, 1, Duration.ofMillis(1)));

        for (int i = 0; i < 1_000; i++) {
            now += Duration.ofMinutes(1).toNanos();
            assertThat(body.read()).isZero();
        }
        assertThat(body.read()).isNegative();
    }

    @Test
    void zeroRateNeverTimesOut() throws IOException {
        MinimumRateInputStream body =
                new MinimumRateInputStream(sender(100, 1, Duration.ofSeconds(29)), 0, HALF_A_MINUTE, () -> now);

        assertThat(body.readAllBytes()).hasSize(100);
    }
}
