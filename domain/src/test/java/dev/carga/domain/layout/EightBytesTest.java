package dev.carga.domain.layout;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EightBytesTest {

    @Test
    void firstLineEndIsFound() {
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
    void columnsEqualThoseFoundByteByByte() {
        forAll(30_000, random -> {
            byte[] bytes = anyText(random);
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            int[] bounds = new int[random.nextInt(1, 40)];

            int count = EightBytes.findColumns(bytes, from, to, bounds);

            List<Integer> expected = columnsByteByByte(bytes, from, to);
            assertThat(count).isEqualTo(Math.min(expected.size(), bounds.length));
            assertThat(Arrays.stream(bounds).limit(count).boxed().toList()).isEqualTo(expected.subList(0, count));
        });
    }

    @Test
    void otherBytesThanPrintableAsciiAreReported() {
        forAll(30_000, random -> {
            byte[] bytes = anyText(random);
            if (bytes.length > 0) {
                int other = oneOf(random, 0, 1, (int) '\t', (int) '\n', (int) '\r', 0x1F, 0x80, 0xA0, 0xC3, 0xFF);
                bytes[random.nextInt(bytes.length)] = (byte) other;

                assertThat(EightBytes.findColumns(bytes, 0, bytes.length, new int[random.nextInt(1, 100)]))
                        .isEqualTo(-1);
            }
        });
    }

    private static List<Integer> columnsByteByByte(byte[] bytes, int from, int to) {
        List<Integer> bounds = new ArrayList<>();
        for (int i = from; i < to; i++) {
            boolean before = i > from && bytes[i - 1] != ' ';
            if (before != (bytes[i] != ' ')) {
                bounds.add(i);
            }
        }
        if (to > from && bytes[to - 1] != ' ') {
            bounds.add(to);
        }
        return bounds;
    }

    private static byte[] anyText(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(200)];
        int spaceOneIn = random.nextInt(1, 12);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(spaceOneIn) == 0 ? ' ' : random.nextInt('!', 0x80));
        }
        return bytes;
    }

    /// The bytes to find and their neighbours in value, far apart and close together.
    private static byte[] anyBytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(80)];
        int specialOneIn = random.nextInt(1, 40);
        for (int i = 0; i < bytes.length; i++) {
            int special = oneOf(random, (int) '\n', '\n' + 1, '\n' - 1, 0, 1, 0x7F, 0x80, 0x81, 0x8A, 0xFF);
            bytes[i] = (byte) (random.nextInt(specialOneIn) == 0 ? special : random.nextInt(' ', 0x7F));
        }
        return bytes;
    }
}
