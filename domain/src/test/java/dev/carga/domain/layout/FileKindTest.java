package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

    private static final String ROW =
            "041.091.641-25     0          0        2011-11-23   0,59   0,59   79.379.491/0008-50  79.379.491/0008-50\n";
    private static final String PORTUGUESE =
            "CPF                PRIVATE     INCOMPLETO  DATA DA ÚLTIMA COMPRA TICKET MÉDIO          "
                    + "TICKET DA ÚLTIMA COMPRA LOJA MAIS FREQÜÊNTE LOJA DA ÚLTIMA COMPRA\n"
                    + "Não há compras além das que já estão cá: a João a maçã, à Conceição o pão e o café.\n";

    /// The rest of the file is harmless text: the first bytes alone tell.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "xz, FD377A585A",
        "7z, 377ABCAF",
        "bzip2, 425A68",
        "PDF, 255044462D",
        "PNG, 89504E47",
        "JPEG, FFD8FF",
        "xls, D0CF11E0",
        "ELF, 7F454C46"
    })
    void knownSignatureIsBinary(String name, String signature) {
        byte[] head = HexFormat.of().parseHex(signature);
        assertThat(kind(concat(head, ROW.repeat(50).getBytes(US_ASCII)))).isEqualTo(FileKind.BINARY);
        assertThat(kind(head)).isEqualTo(FileKind.BINARY);
    }

    @ParameterizedTest
    @CsvSource({"ZIP, 504B0304", "ZIP, 504B0506", "GZIP, 1F8B", "ZSTD, 28B52FFD"})
    void whatIsPackedIsToldByItsSignature(FileKind kind, String signature) {
        byte[] head = HexFormat.of().parseHex(signature);
        assertThat(kind(concat(head, ROW.repeat(50).getBytes(US_ASCII)))).isEqualTo(kind);
        assertThat(kind(head)).isEqualTo(kind);
    }

    @Test
    void noByteAtAllIsEmpty() {
        assertThat(FileKind.of(new byte[FileKind.HEAD_BYTES], 0)).isEqualTo(FileKind.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
    void byteOrderMarkOfWideTextIsToldByName(String charset) {
        assertThat(kind(("\uFEFF" + ROW).getBytes(Charset.forName(charset)))).isEqualTo(FileKind.WIDE_TEXT);
        assertThat(kind("\uFEFF".getBytes(Charset.forName(charset)))).isEqualTo(FileKind.WIDE_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16IsTextWithAndWithoutByteOrderMark(String charset) {
        assertThat(kind(ROW.getBytes(Charset.forName(charset)))).isEqualTo(FileKind.TEXT);
        assertThat(kind(("\uFEFF" + PORTUGUESE).getBytes(Charset.forName(charset))))
                .isEqualTo(FileKind.TEXT);
    }

    @Test
    void bytesBehindAByteOrderMarkMustBeTextAllTheSame() {
        byte[] bytes = new byte[FileKind.HEAD_BYTES];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 0x1F; // control characters
        }
        assertThat(kind(concat(new byte[] {(byte) 0xFF, (byte) 0xFE, 1}, bytes)))
                .isEqualTo(FileKind.BINARY);
    }

    @Test
    void randomBytesAreBinary() {
        for (int seed = 0; seed < 1_000; seed++) {
            byte[] bytes = new byte[FileKind.HEAD_BYTES];
            new Random(seed).nextBytes(bytes);
            assertThat(kind(bytes)).as("seed %d", seed).isEqualTo(FileKind.BINARY);
        }
    }

    @Test
    void plainRowsAreText() {
        assertThat(kind(head(ROW, US_ASCII))).isEqualTo(FileKind.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\n", " ", "\t\r\n\f"})
    void shortestTextIsText(String text) {
        assertThat(kind(text.getBytes(US_ASCII))).isEqualTo(FileKind.TEXT);
    }

    @Test
    void portugueseInUtf8IsText() {
        assertThat(kind(head(PORTUGUESE, UTF_8))).isEqualTo(FileKind.TEXT);
        assertThat(kind(head("\uFEFF" + PORTUGUESE, UTF_8))).isEqualTo(FileKind.TEXT);
        assertThat(kind(head("çãõéí\n", UTF_8))).isEqualTo(FileKind.TEXT);
    }

    @Test
    void portugueseInLatin1IsText() {
        assertThat(kind(head(PORTUGUESE, ISO_8859_1))).isEqualTo(FileKind.TEXT);
        assertThat(kind(PORTUGUESE.getBytes(ISO_8859_1))).isEqualTo(FileKind.TEXT);
    }

    @Test
    void oneLineOfNulBytesDoesNotMakeAFileBinary() {
        assertThat(kind(head(ROW.repeat(40) + "\0".repeat(100) + "\n" + ROW.repeat(60), US_ASCII)))
                .isEqualTo(FileKind.TEXT);
    }

    @Test
    void textWithATenthOfOddBytesIsTextAndWithMoreIsBinary() {
        assertThat(kind("012345678\0".getBytes(US_ASCII))).isEqualTo(FileKind.TEXT);
        assertThat(kind("01234567\0".getBytes(US_ASCII))).isEqualTo(FileKind.BINARY);
        assertThat(kind("012345678\u007F\u007F".getBytes(US_ASCII))).isEqualTo(FileKind.BINARY);
    }

    @Test
    void headThatEndsWithinACharacterIsText() {
        for (String character : new String[] {"é", "€", "😀"}) {
            for (int shift = 0; shift < 4; shift++) {
                byte[] bytes = head("a".repeat(shift) + character.repeat(5_000), UTF_8);
                assertThat(kind(bytes))
                        .as("%s after %d bytes", character, shift)
                        .isEqualTo(FileKind.TEXT);
            }
        }
    }

    @Test
    void bytesBehindTheLengthAreNotLookedAt() {
        byte[] buffer = concat(ROW.getBytes(US_ASCII), new byte[5_000]);
        assertThat(FileKind.of(buffer, ROW.length())).isEqualTo(FileKind.TEXT);
        assertThat(FileKind.of(new byte[] {'P', 'K', 3, 4}, 2)).isEqualTo(FileKind.TEXT);
    }

    private static FileKind kind(byte[] head) {
        return FileKind.of(head, head.length);
    }

    /// As much of the endlessly repeated text as is looked at.
    private static byte[] head(String text, Charset charset) {
        byte[] once = text.getBytes(charset);
        byte[] head = new byte[FileKind.HEAD_BYTES];
        for (int i = 0; i < head.length; i++) {
            head[i] = once[i % once.length];
        }
        return head;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
