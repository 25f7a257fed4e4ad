package dev.carga.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.Zstd;
import dev.carga.domain.document.Cpf;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CheckCommandTest {

    private static final String HEADER =
            "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;loja_mais_frequente;"
                    + "loja_ultima_compra\n";
    private static final String GOOD = "041.091.641-25;0;1;2011-11-23;1.143,50;NULL;79.379.491/0008-50;NULL\n";
    private static final String GOOD_TOO = "058.189.421-98;0;1;2011-11-23;143,50;NULL;79.379.491/0008-50;NULL\n";

    @TempDir
    private Path folder;

    /// The output of a command, and the exit status.
    private record Output(int status, String out, String err) {}

    private static Output run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine(Map.of()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = command.execute(arguments);
        return new Output(status, out.toString(), err.toString());
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(UTF_8));
    }

    @Test
    void fileWithoutErrorsIsShownAsItWillBeStored() throws IOException {
        Output output = run("check", file("a.csv", HEADER + GOOD + GOOD_TOO));

        assertThat(output.status()).as(output.toString()).isZero();
        assertThat(output.out())
                .startsWith("a.csv")
                .contains("UTF-8, separated by semicolon, line ends lf")
                .containsPattern(
                        "2 +041\\.091\\.641-25 +false +true +2011-11-23 +1143\\.50 +NULL +79\\.379\\.491/0008-50 +NULL")
                .containsPattern("lines +2: 2 rows")
                .containsPattern("verdict +nothing is wrong");
        assertThat(run("check", "--lines=1", file("a.csv", HEADER + GOOD + GOOD_TOO))
                        .out())
                .contains("041.091.641-25")
                .doesNotContain("058.189.421-98");
    }

    @Test
    void errorsAreReportedWithTheirLinesAndTheExitStatus() throws IOException {
        String text = HEADER + GOOD + GOOD_TOO.replace("143,50", "caro") + "curta\u001B[2J;demais\n" + GOOD;
        Output output = run("check", file("a.csv", text));

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.out())
                .containsPattern("ticket_medio +1 invalid_ticket_medio: ")
                .contains("line 3: caro")
                .containsPattern("rejected +1 wrong_columns: ")
                .contains("line 4: curta\uFFFD[2J;demais")
                .containsPattern("duplicates +1 with the CPF of an earlier line: lines 5\\R")
                .containsPattern("verdict +not in order\\. Rejected lines: 1\\. ");
        assertThat(run("check", "--max-rejects=1", "--max-flaws=25%", file("b.csv", text))
                        .out())
                .contains("not in order. Lines that repeat the CPF of an earlier line: 1");
    }

    @Test
    void jsonIsOneDocumentForAllFiles() throws IOException {
        String good = file("a.csv.zst", Zstd.compress((HEADER + GOOD).getBytes(UTF_8)));
        Output output = run("check", "--json", good, file("b.csv", "cpf;nome\n1;2\n"));

        assertThat(output.status()).isEqualTo(1);
        JsonNode answer = new JsonMapper().readTree(output.out());
        assertThat(answer.path("ok").asBoolean()).isFalse();
        assertThat(answer.at("/files/0/ok").asBoolean()).isTrue();
        assertThat(answer.at("/files/0/layout/packed_by/0").asText()).isEqualTo("zstd");
        assertThat(answer.at("/files/0/rows/0/cpf").asText()).isEqualTo("041.091.641-25");
        assertThat(answer.at("/files/1/refused/code").asText()).isEqualTo("wrong_header");
        assertThat(answer.at("/files/1/wrong/0/code").asText()).isEqualTo("not_read");
    }

    @Test
    void everyLineOfALargeFileIsCounted() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= 25_000; i++) {
            String line = Cpf.ofRoot(i % 5_000 == 0 ? 7 : i).text() + ";0;1;2011-11-23;143,50;NULL;NULL;NULL\n";
            text.append(i % 1_000 == 1 ? "x\n" : line);
        }
        JsonNode found = new JsonMapper()
                .readTree(run("check", "--json", file("s.csv", text.toString())).out())
                .at("/files/0");

        assertThat(found.at("/lines/total").asLong()).isEqualTo(25_000);
        assertThat(found.at("/lines/rejected").asLong()).isEqualTo(25);
        assertThat(found.at("/lines/rows").asLong()).isEqualTo(24_970);
        assertThat(found.at("/duplicates/lines").toString()).isEqualTo("[5001,10001,15001,20001,25001]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--decimal=ponto | comma, as in 1.234,50, nor point",
                "--dates=aa/bb | dd/mm/yyyy",
                "--booleans=sim | such as ativo/inativo or s,sim/n,não",
                "--nulls=, | n/i,sem dado",
                "--columns=private | such as cpf,-,private",
                "--extra-columns=drop | expected one of",
                "--max-flaws=many | 2.5%",
                "--lines=-1 | from 0 to 1000",
            })
    void invalidFlagIsReportedWithAnExample(String flag, String example) throws IOException {
        Output output = run("check", flag, file("a.csv", HEADER + GOOD));
        assertThat(output.status()).isEqualTo(2);
        assertThat(output.err()).contains(example);
    }

    @Test
    void missingFileIsAUsageError() {
        Output output = run("check", folder.resolve("nada.csv").toString());
        assertThat(output.status()).isEqualTo(2);
        assertThat(output.err()).contains("nada.csv cannot be read");
    }
}
