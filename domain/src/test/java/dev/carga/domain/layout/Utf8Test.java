package dev.carga.domain.layout;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.layout.Utf8.Check;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "CPF", "DATA DA ÚLTIMA COMPRA", "߿ࠀ￿", "𐀀\uDBFF\uDFFF", "\u0001\u007F"})
    void wellFormedTextIsGood(String text) {
        assertThat(check(text.getBytes(UTF_8))).isEqualTo(Check.GOOD);
        assertThat(Utf8.countCharacters(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length))
                .isEqualTo(text.codePointCount(0, text.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", "C3", "E9 20", "C0 AF", "C1 BF", "E0 80 AF", "E0 9F BF", "ED A0 80", "ED BF BF", "F0 80 80 AF",
                "F0 8F BF BF", "F4 90 80 80", "F5 80 80 80", "FF", "FE", "E2 82", "F0 9F 98", "41 C3", "C3 41",
                        "E2 82 41",
            })
    void malformedBytesAreMalformed(String hex) {
        assertThat(check(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(Check.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "41 00 41", "FF 00", "C3 00", "00 FF"})
    void nulByteIsReportedWhateverElseIsWrong(String hex) {
        assertThat(check(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(Check.NUL_BYTE);
    }

    @Test
    void sequenceThatEndsBeyondTheRangeIsMalformed() {
        byte[] bytes = "aéa".getBytes(UTF_8);

        assertThat(Utf8.check(bytes, 0, 2)).isEqualTo(Check.MALFORMED);
        assertThat(Utf8.check(bytes, 2, 4)).isEqualTo(Check.MALFORMED);
        assertThat(Utf8.check(bytes, 1, 3)).isEqualTo(Check.GOOD);
    }

    @Test
    void checkOfEveryTwoBytesEqualsTheJdks() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            assertSameAsJdk(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    @Test
    void checkOfRandomBytesEqualsTheJdks() {
        forAll(30_000, random -> assertSameAsJdk(anyBytes(random)));
    }

    /// Complete characters mixed with single bytes at the boundaries of the rules: random bytes alone would
    /// hardly ever contain a well-formed sequence of more than two bytes.
    private static byte[] anyBytes(RandomGenerator random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int looseOneIn = random.nextInt(2, 20);
        for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
            if (random.nextInt(looseOneIn) == 0) {
                bytes.write(oneOf(
                        random,
                        0,
                        0x7F,
                        0x80,
                        0x8F,
                        0x90,
                        0x9F,
                        0xA0,
                        0xBF,
                        0xC0,
                        0xC1,
                        0xC2,
                        0xDF,
                        0xE0,
                        0xED,
                        0xEF,
                        0xF0,
                        0xF4,
                        0xF5,
                        0xFF,
                        random.nextInt(256)));
            } else {
                int codePoint = random.nextInt(oneOf(random, 0x80, 0x800, 0x10000, 0x110000));
                bytes.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void assertSameAsJdk(byte[] bytes) {
        assertThat(check(bytes)).as(() -> HexFormat.of().formatHex(bytes)).isEqualTo(checkWithJdk(bytes));
    }

    private static Check checkWithJdk(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return Check.NUL_BYTE;
            }
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Check.GOOD;
        } catch (CharacterCodingException e) {
            return Check.MALFORMED;
        }
    }

    private static Check check(byte[] bytes) {
        return Utf8.check(bytes, 0, bytes.length);
    }
}
