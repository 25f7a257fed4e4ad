package dev.carga.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.receive.ResumableDigest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumableDigestsTest {

    @Test
    void resumedDigestEqualsTheJdksDigest() throws NoSuchAlgorithmException {
        ResumableDigests digests = new ResumableDigests();
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(1000)];
            random.nextBytes(bytes);
            ResumableDigest digest = digests.begin();
            int from = 0;
            while (from < bytes.length) {
                int to = Math.min(bytes.length, from + random.nextInt(150));
                digest.update(bytes, from, to);
                from = to;
                digest = digests.resume(digest.state());
            }
            assertThat(digest.digest())
                    .as("seed %d", seed)
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
    }
}
