package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextStreamTest {

    private static byte[] through(TextEncoding encoding, byte[] file, Random random) {
        TextStream stream = new TextStream(encoding);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteSink<RuntimeException> sink = (bytes, from, to) -> out.write(bytes, from, to - from);
        for (int from = 0, to; from < file.length; from = to) {
            to = Math.min(file.length, from + random.nextInt(12));
            byte[] chunk = file.clone();
            stream.add(chunk, from, to, sink);
            if (random.nextInt(4) == 0) {
                stream = new TextStream(encoding, stream.held());
            }
        }
        stream.finish(sink);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a\\nb       | a\\nb
            a\\r\\nb    | a\\r\\nb
            a\\rb       | a\\nb
            a\\r\\rb    | a\\n\\nb
            a\\r\\r\\nb | a\\n\\r\\nb
            a\\r        | a\\n
            \\r         | \\n
            \\ra\\n\\rb | \\na\\n\\nb
            """)
    void loneCarriageReturnBecomesALineEnd(String file, String expected) {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new String(
                            through(TextEncoding.UTF_8, ends(file).getBytes(ISO_8859_1), new Random(seed)), ISO_8859_1))
                    .isEqualTo(ends(expected));
        }
    }

    private static String ends(String escaped) {
        return escaped.replace("\\r", "\r").replace("\\n", "\n");
    }

    @Test
    void lineEndsEqualThoseOfAPattern() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder file = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                file.append("\r\r\nab\u00E9".charAt(random.nextInt(6)));
            }
            byte[] made = through(TextEncoding.WINDOWS_1252, file.toString().getBytes(ISO_8859_1), random);
            assertThat(new String(made, ISO_8859_1))
                    .as("seed %d", seed)
                    .isEqualTo(file.toString().replaceAll("\r(?!\n)", "\n"));
        }
    }

    @Test
    void utf16EqualsTheJdksDecoding() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            boolean big = random.nextBoolean();
            Charset charset = big ? UTF_16BE : UTF_16LE;
            TextEncoding encoding = big ? TextEncoding.UTF_16BE : TextEncoding.UTF_16LE;
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(0x80);
                            case 1 -> random.nextInt(0x800);
                            case 2 -> random.nextInt(0xD800);
                            default -> 0x10000 + random.nextInt(0x100000);
                        });
            }
            byte[] made = through(encoding, text.toString().getBytes(charset), random);
            assertThat(new String(made, UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString().replaceAll("\r(?!\n)", "\n"));
        }
    }

    @Test
    void cp850EqualsTheJdksDecoding() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] file = new byte[random.nextInt(60)];
            random.nextBytes(file);
            byte[] made = through(TextEncoding.CP850, file, random);
            assertThat(new String(made, UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(new String(file, Charset.forName("IBM850")).replaceAll("\r(?!\n)", "\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({"3DD8 4100", "00DC 4100", "3DD8 3DD8 00DE", "4100 3DD8", "4100 41"})
    void brokenUtf16IsMalformedAndNothingElseIsLost(String hex) {
        byte[] file = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] made = through(TextEncoding.UTF_16LE, file, new Random(1));
        assertThat(Utf8.check(made, 0, made.length)).isEqualTo(Utf8.Check.MALFORMED);
        String seen = new String(made, UTF_8);
        assertThat(seen.contains("A")).isEqualTo(hex.contains("4100"));
    }
}
