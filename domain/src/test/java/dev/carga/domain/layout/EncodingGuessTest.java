package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingGuessTest {

    private static final String HEADER =
            "CPF;Private;Incompleto;Data da Última Compra;Ticket Médio;Ticket da Última Compra;Loja mais Frequente;"
                    + "Loja da Última Compra\n";

    private static TextEncoding guess(byte[] text) {
        return EncodingGuess.of(text, text.length, true);
    }

    private static TextEncoding guess(String text, TextEncoding encoding) {
        return guess(text.getBytes(encoding.charset()));
    }

    /// Some of the bytes are other Portuguese letters in the other encoding.
    @ParameterizedTest
    @ValueSource(
            strings = {
                HEADER,
                "CPF;Data da Última Compra\n",
                "CPF;DATA DA ÚLTIMA COMPRA;TICKET MÉDIO\n",
                "nome;São João;Conceição;café\n",
                "ÓRGÃO PÚBLICO;PÚBLICO\n",
                "SAÚDE\n",
                "farmácia\n",
                "CPF;ticket médio;já é\n"
            })
    void portugueseIsReadInItsEncoding(String text) {
        assertThat(guess(text, TextEncoding.CP850)).isEqualTo(TextEncoding.CP850);
        assertThat(guess(text, TextEncoding.WINDOWS_1252)).isEqualTo(TextEncoding.WINDOWS_1252);
        assertThat(guess(text, TextEncoding.UTF_8)).isEqualTo(TextEncoding.UTF_8);
    }

    /// `à` in Windows-1252 is `Ó` in CP850: either may begin a word.
    @Test
    void textThatFitsBothEncodingsIsWindows1252() {
        assertThat(guess("compra à vista\n", TextEncoding.WINDOWS_1252)).isEqualTo(TextEncoding.WINDOWS_1252);
        assertThat(guess("Café é\n", TextEncoding.WINDOWS_1252)).isEqualTo(TextEncoding.WINDOWS_1252);
    }

    @Test
    void textThatFitsNeitherEncodingIsUtf8() {
        assertThat(guess("cpf;\u00FF\u00FE\n".getBytes(ISO_8859_1))).isEqualTo(TextEncoding.UTF_8);
        assertThat(guess("Última\n\u0082\n".getBytes(ISO_8859_1))).isEqualTo(TextEncoding.UTF_8);
        assertThat(guess("Última".getBytes(UTF_8))).isEqualTo(TextEncoding.UTF_8);
    }
}
