package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
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

    /// The rest of the file is text: the first bytes alone decide.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "XZ, FD377A585A",
        "SEVEN_ZIP, 377ABCAF",
        "BZIP2, 425A68",
        "RAR, 526172211A07",
        "LZ4, 04224D18",
        "COMPRESS, 1F9D",
        "CABINET, 4D53434600000000",
        "PDF, 255044462D",
        "RTF, 7B5C72746631",
        "PICTURE, 89504E47",
        "PICTURE, FFD8FF",
        "PICTURE, 474946383961",
        "PICTURE, 49492A00",
        "PICTURE, 4D4D002A",
        "OLE, D0CF11E0",
        "PARQUET, 50415231",
        "AVRO, 4F626A01",
        "ARROW, 4152524F57310000",
        "SQLITE, 53514C69746520666F726D6174203300",
        "PROGRAM, 7F454C46"
    })
    void otherFormatIsRecognisedByItsSignature(FileKind kind, String signature) {
        byte[] head = HexFormat.of().parseHex(signature);
        assertThat(kind(concat(head, ROW.repeat(50).getBytes(US_ASCII)))).isEqualTo(kind);
        assertThat(kind(head)).isEqualTo(kind);
        assertThat(kind.isPacking()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>502 Bad Gateway</body></html>",
                "<HTML>\n<head>",
                "\uFEFF  \r\n\t<!DOCTYPE html>\n<title>x</title>",
                "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
                "<!-- made by -->\n<!-- a program --><html>",
                "<!-- without an end",
                "<table border=1><tr><td>041.091.641-25;0;1;;;;;</td></tr>",
                "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html xmlns=\"x\">",
                "<meta http-equiv=\"Content-Type\" content=\"text/html\">",
                "<html>\n<td>a&nbsp;&nbsp;&nbsp;&nbsp;</td>\n<td>a&nbsp;&nbsp;&nbsp;&nbsp;</td>"
            })
    void htmlIsRecognised(String page) {
        assertThat(kind(page.getBytes(UTF_8))).isEqualTo(FileKind.HTML);
        assertThat(kind(("\uFEFF" + page).getBytes(UTF_16LE))).isEqualTo(FileKind.HTML);
        assertThat(kind(page.getBytes(ISO_8859_1)))
                .isEqualTo(page.startsWith("\uFEFF") ? FileKind.TEXT : FileKind.HTML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<vendas>\n</vendas>",
                "\n <?XML version='1.0'?>",
                "<Error><Code>NoSuchKey</Code></Error>",
                "<soap:Envelope xmlns:soap=\"x\"><soap:Body/></soap:Envelope>",
                "<!-- x --><a><b/></a>",
                "<!DOCTYPE vendas SYSTEM \"v.dtd\"><vendas/>"
            })
    void xmlIsRecognised(String document) {
        assertThat(kind(document.getBytes(UTF_8))).isEqualTo(FileKind.XML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpf\":\"041.091.641-25\"}\n",
                "{\"cpf\":\"041.091.641-25\",\"private\":0}\n{\"cpf\":\"058.189.421-98\",\"private\":0}\n",
                "\uFEFF\n{\n\t\"rows\": [\n\t\t\t\t{\n",
                "{}",
                "[]",
                "[\n  {\"cpf\": 1}\n]",
                "[[\"cpf\",\"private\"],[\"041.091.641-25\",0]]",
                "[1, 2]",
                "[null,true]",
                "[\"cpf\",\"private\"]\n[\"041.091.641-25\",\"0\"]"
            })
    void jsonIsRecognised(String text) {
        assertThat(kind(text.getBytes(UTF_8))).isEqualTo(FileKind.JSON);
    }

    /// The name of a column, or a title, may begin like HTML, XML or JSON.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[cpf];[private];[incompleto];[data]\n041.091.641-25;0;1;\n",
                "[cpf],[private],[incompleto]\n041.091.641-25,0,1\n",
                "[\"cpf\"];[\"private\"];[\"incompleto\"];[\"data\"]\n041.091.641-25;0;1;\n",
                "[2024]\n041.091.641-25   0   1\n",
                "[Relatório]\nCPF;PRIVATE;INCOMPLETO\n",
                "{cpf};{private};{incompleto}\n",
                "{\"cpf\"};{\"private\"};{\"incompleto\"};x\n041.091.641-25;0;1;\n",
                "<Relatório de vendas>\nCPF;PRIVATE;INCOMPLETO\n",
                "<cpf>;<private>;<incompleto>;<data>\n041.091.641-25;0;1;\n",
                "<cpf>\t<private>\n041.091.641-25\t0\n",
                "< 10 compras\n",
                "<tabela>;x\n",
                "PAR\n",
                "BZ;h\n",
                "%PDF"
            })
    void tableThatBeginsLikeAnotherFormatIsText(String text) {
        assertThat(kind(text.getBytes(UTF_8))).isEqualTo(FileKind.TEXT);
    }

    private static byte[] tar(String magic, String sum) {
        byte[] block = new byte[1024];
        put(block, 0, "vendas.csv");
        put(block, 100, "0000644");
        put(block, 124, "00000000123");
        put(block, 148, sum);
        put(block, 257, magic);
        System.arraycopy(ROW.getBytes(US_ASCII), 0, block, 512, ROW.length());
        return block;
    }

    private static void put(byte[] block, int place, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, place, bytes.length);
    }

    @Test
    void tarIsRecognisedByItsMagicOrItsChecksum() {
        assertThat(kind(tar("ustar\0", "00000"))).isEqualTo(FileKind.TAR);
        assertThat(kind(tar("ustar  \0", "00000"))).isEqualTo(FileKind.TAR);
        int sum = 8 * ' ';
        for (byte b : Arrays.copyOf(tar("", ""), 512)) {
            sum += b;
        }
        assertThat(kind(tar("", "%06o\0 ".formatted(sum)))).isEqualTo(FileKind.TAR);
        assertThat(kind(tar("", "%06o\0 ".formatted(sum + 1)))).isEqualTo(FileKind.BINARY);
        String text = "x".repeat(255) + "ajustar valores\n" + ROW.repeat(5);
        assertThat(kind(text.getBytes(US_ASCII))).isEqualTo(FileKind.TEXT);
    }

    @Test
    void dbaseTableIsRecognised() {
        byte[] table = ROW.repeat(9).getBytes(US_ASCII);
        System.arraycopy(HexFormat.of().parseHex("037C0B1E0A0000004100200000000000"), 0, table, 0, 16);
        table[64] = '\r';
        assertThat(kind(table)).isEqualTo(FileKind.DBASE);
        table[64] = 0;
        assertThat(kind(table)).isEqualTo(FileKind.TEXT);
    }

    @Test
    void utf32WithoutAMarkAndEbcdicAreRecognised() {
        assertThat(kind(ROW.getBytes(Charset.forName("UTF-32LE")))).isEqualTo(FileKind.WIDE_TEXT);
        assertThat(kind(ROW.getBytes(Charset.forName("UTF-32BE")))).isEqualTo(FileKind.WIDE_TEXT);
        assertThat(kind(ROW.repeat(9).getBytes(Charset.forName("IBM037")))).isEqualTo(FileKind.EBCDIC);
    }

    @Test
    void portugueseOfDosIsText() {
        assertThat(kind(head(PORTUGUESE, Charset.forName("IBM850")))).isEqualTo(FileKind.TEXT);
    }

    @ParameterizedTest
    @CsvSource({"ZIP, 504B0304", "ZIP, 504B0506", "GZIP, 1F8B", "ZSTD, 28B52FFD"})
    void compressedFormatIsRecognisedByItsSignature(FileKind kind, String signature) {
        byte[] head = HexFormat.of().parseHex(signature);
        assertThat(kind(concat(head, ROW.repeat(50).getBytes(US_ASCII)))).isEqualTo(kind);
        assertThat(kind(head)).isEqualTo(kind);
    }

    @Test
    void fileWithoutBytesIsEmpty() {
        assertThat(FileKind.of(new byte[FileKind.HEAD_BYTES], 0)).isEqualTo(FileKind.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
    void utf32WithAByteOrderMarkIsRecognised(String charset) {
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
    void controlCharactersBehindAByteOrderMarkAreBinary() {
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
    void textWithATenthOfControlCharactersIsTextAndWithMoreIsBinary() {
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
    void bytesBehindTheLengthAreNotRead() {
        byte[] buffer = concat(ROW.getBytes(US_ASCII), new byte[5_000]);
        assertThat(FileKind.of(buffer, ROW.length())).isEqualTo(FileKind.TEXT);
        assertThat(FileKind.of(new byte[] {'P', 'K', 3, 4}, 2)).isEqualTo(FileKind.TEXT);
    }

    private static FileKind kind(byte[] head) {
        return FileKind.of(head, head.length);
    }

    /// A head filled with repetitions of the text.
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
