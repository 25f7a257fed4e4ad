package dev.carga.bootstrap.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carga.bootstrap.docs.MarkdownPage;
import dev.carga.bootstrap.docs.MarkdownPage.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the shell blocks of the README and of the guides in order, page by page, against a running server.
/// The test fails with the first command that fails, or that the server refuses.
///
/// In the documents the server listens on port 8080, and the program is `./carga` in the source folder. Here
/// the port is any free one, and `./carga` starts the packaged jar; everything else runs as written. Blocks
/// marked `sh no-test` are left out, and listed here.
class DocumentedCommandsIT {

    private static final String DOCUMENTED_ADDRESS = "http://127.0.0.1:8080";

    private static final List<String> LEFT_OUT = List.of(
            // Its first command is run further below in the page, its second runs this test.
            "README.md: ./carga load docs/examples/base_teste.txt",
            // They start servers: the test has one.
            "README.md: ./carga serve",
            "docs/guide/webhooks.md: export CARGA_WEBHOOK_SECRET=\"whsec_$(openssl rand -base64 32)\"");

    private static final List<String> BLOCK_KINDS = List.of("sh", "sh no-test", "text", "json", "js");

    private static final List<String> TOOLS = List.of("bash", "curl", "gzip", "od", "openssl", "sed", "tail", "tr");

    @TempDir
    private static Path folder;

    private static CargaProcess server;

    static Stream<String> pages() {
        return MarkdownPage.all().stream()
                .map(page -> page.path().toString())
                .filter(page -> page.equals("README.md") || page.startsWith("docs/guide/"))
                .filter(page -> !page.endsWith(".pt-BR.md"));
    }

    @BeforeAll
    static void startServer() {
        for (String tool : TOOLS) {
            assumeTrue(isOnThePath(tool), "the commands in the documents were not run: " + tool + " is not installed");
        }
        server = CargaProcess.start(
                        folder,
                        Map.of("CARGA_WEBHOOK_SECRET", "a secret of this test", "CARGA_HOME", "server"),
                        "serve",
                        "--port",
                        "0")
                .awaitReady();
    }

    private static boolean isOnThePath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyShellBlockOfThePageSucceeds(String page) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(folder, "page");
        prepare(work);
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (Block block : blocks(page)) {
            if (block.info().equals("sh")) {
                script.append("echo '### line ")
                        .append(block.line())
                        .append("'\n")
                        .append(block.text());
            }
        }
        Files.writeString(
                work.resolve("script.sh"),
                script.append("echo '### end'\n").toString().replace(DOCUMENTED_ADDRESS, address()));
        Path output = work.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "script.sh")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CARGA_"));
        builder.environment().put("CURL_HOME", work.toString());

        Process run = builder.start();
        boolean ended = run.waitFor(90, TimeUnit.SECONDS);
        if (!ended) {
            run.destroyForcibly().waitFor();
        }

        // Rejected lines have the encoding of their file.
        String text = Files.readString(output, ISO_8859_1);
        assertThat(ended).as("%s ends; its output: %s", page, text).isTrue();
        assertThat(run.exitValue()).as("%s; its output: %s", page, text).isZero();
        assertThat(text).endsWith("### end\n");
    }

    /// Prepares what a reader has: the program, the example, and a curl that fails if the server refuses.
    private static void prepare(Path work) throws IOException {
        Path examples = Files.createDirectories(work.resolve("docs").resolve("examples"));
        Files.copy(Path.of("..", "docs", "examples", "base_teste.txt"), examples.resolve("base_teste.txt"));
        Files.writeString(work.resolve(".curlrc"), "fail-with-body\nmax-time = 60\nnoproxy = \"*\"\n");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // These commands use the default address, where a reader's server listens.
        Files.writeString(work.resolve("carga"), """
                        #!/bin/sh
                        case $1 in
                          uploads | status | cancel | retry | undo) export CARGA_URL='%s' ;;
                        esac
                        exec '%s' -Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -jar '%s' "$@"
                        """.formatted(address(), java, CargaProcess.JAR.toAbsolutePath()));
        assertThat(work.resolve("carga").toFile().setExecutable(true)).isTrue();
    }

    private static String address() {
        return "http://127.0.0.1:" + server.port();
    }

    private static List<Block> blocks(String page) {
        return MarkdownPage.read(Path.of(page)).blocks();
    }

    @Test
    void leftOutBlocksAreListed() {
        assertThat(pages().flatMap(page -> blocks(page).stream()
                        .filter(block -> block.info().equals("sh no-test"))
                        .map(block -> page + ": "
                                + block.text().lines().findFirst().orElse("").replaceFirst("\\s+# .*", ""))))
                .containsExactlyElementsOf(LEFT_OUT);
    }

    @Test
    void everyBlockHasAKnownKind() {
        assertThat(pages().flatMap(page -> blocks(page).stream()))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.info()).isIn(BLOCK_KINDS));
    }
}
