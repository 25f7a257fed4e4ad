package dev.carga.domain.layout;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EightBytesTest {

    @Test
    void theLineEndFoundIsTheFirstOne() {
        forAll(30_000, random -> {
            byte[] bytes = anyBytes(random);
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            int first = from;
            while (first < to && bytes[first] != '\n') {
                first++;
            }

            assertThat(EightBytes.findLineEnd(bytes, from, to)).isEqualTo(first);
        });
    }

    @Test
    void whatIsPassedIsAsciiAndWhatComesNextIsNearlyOdd() {
        forAll(30_000, random -> {
            byte[] bytes = anyBytes(random);
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            int odd = from;
            while (odd < to && bytes[odd] > 0) {
                odd++;
            }

            // In steps of eight it stops at the step that holds the odd one, or that is not whole.
            assertThat(EightBytes.passAscii(bytes, from, to)).isEqualTo(from + (odd - from) / 8 * 8);
        });
    }

    /// Values beside those that are looked for, long stretches without any, and several close together.
    private static byte[] anyBytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(80)];
        int oddOneIn = random.nextInt(1, 40);
        for (int i = 0; i < bytes.length; i++) {
            int odd = oneOf(random, (int) '\n', '\n' + 1, '\n' - 1, 0, 1, 0x7F, 0x80, 0x81, 0x8A, 0xFF);
            bytes[i] = (byte) (random.nextInt(oddOneIn) == 0 ? odd : random.nextInt(' ', 0x7F));
        }
        return bytes;
    }
}
