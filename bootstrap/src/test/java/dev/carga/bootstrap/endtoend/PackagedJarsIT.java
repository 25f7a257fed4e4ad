package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The two jars of a release: with the embedded database, and, for servers and containers, without it.
class PackagedJarsIT {

    private static final Path EXAMPLE =
            Path.of("..", "docs", "examples", "base_teste.txt").toAbsolutePath();
    private static final Pattern EMBEDDED_DATABASE = Pattern.compile("postgres-[a-z0-9_-]+[.]txz"
            + "|dev/carga/bootstrap/embedded/postgres[.]properties"
            + "|(META-INF/versions/[0-9]+/)?org/(tukaani/xz|apache/commons/codec)/"
            + "|META-INF/maven/(org[.]tukaani|commons-codec)/");
    private static final Pattern SERVICE = Pattern.compile("META-INF/services/[^/]+");

    @TempDir
    private Path folder;

    private CargaProcess serverJar(Map<String, String> environment, String... arguments) {
        return CargaProcess.start(CargaProcess.SERVER_JAR, folder, environment, List.of("-Xmx192m"), arguments);
    }

    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void jarsDifferOnlyInTheEmbeddedDatabase() throws IOException {
        Set<String> more = names(CargaProcess.JAR);
        Set<String> fewer = names(CargaProcess.SERVER_JAR);

        assertThat(more).containsAll(fewer);
        assertThat(more).anyMatch(name -> name.endsWith(".txz"));
        more.removeAll(fewer);
        more.removeIf(name -> name.endsWith("/"));
        assertThat(more).allMatch(name -> EMBEDDED_DATABASE.matcher(name).lookingAt());
        assertThat(fewer).noneMatch(name -> EMBEDDED_DATABASE.matcher(name).lookingAt());
    }

    static Stream<Path> jars() {
        return Stream.of(CargaProcess.JAR, CargaProcess.SERVER_JAR);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarHasTheLicence(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            assertThat(jar.getInputStream(jar.getEntry("META-INF/LICENSE")))
                    .hasBinaryContent(Files.readAllBytes(Path.of("..", "LICENSE")));
            assertThat(jar.getInputStream(jar.getEntry("META-INF/NOTICE"))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarHasTheProviderOfEveryService(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            List<JarEntry> services = jar.stream()
                    .filter(entry -> SERVICE.matcher(entry.getName()).matches())
                    .toList();
            assertThat(services).isNotEmpty();
            for (JarEntry service : services) {
                assertThat(providers(jar, service))
                        .as(service.getName())
                        .allMatch(provider -> jar.getEntry(provider.replace('.', '/') + ".class") != null);
            }
        }
    }

    private static List<String> providers(JarFile jar, JarEntry service) throws IOException {
        try (InputStream in = jar.getInputStream(service)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void manifestSaysHowToRunTheJarAndNotWhoBuiltIt(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.carga.bootstrap.Main");
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(manifest.keySet().stream().map(Object::toString))
                    .doesNotContain("Built-By", "Build-Jdk", "Build-Os", "Created-On", "Build-Time");
        }
    }

    static Stream<Arguments> commandsForAnEmbeddedDatabase() {
        return Stream.of(
                Arguments.of("set --database-url", new String[] {"serve", "--port", "0"}),
                Arguments.of("set --database-url", new String[] {"load", EXAMPLE.toString()}),
                Arguments.of("name a server with --url", new String[] {"uploads", "--home", ".carga"}));
    }

    @ParameterizedTest
    @MethodSource("commandsForAnEmbeddedDatabase")
    void serverJarWithoutADatabaseSaysWhatToDo(String message, String[] arguments) {
        try (CargaProcess process = serverJar(Map.of(), arguments)) {
            assertThat(process.awaitExit()).as(process.output()).isEqualTo(2);
            assertThat(process.output())
                    .hasLineCount(1)
                    .contains("the one for servers", message, "or run the jar with the embedded database");
        }
        assertThat(folder.resolve(".carga")).doesNotExist();
    }

    @Test
    void serverJarLoadsIntoAGivenDatabase() {
        try (SharedServers servers = new SharedServers();
                CargaProcess load = serverJar(servers.settings(), "load", EXAMPLE.toString())) {
            assertThat(load.awaitExit()).as(load.output()).isZero();
            assertThat(load.output()).contains("1 of 1 parts loaded").containsPattern("970 +total_added");
        }
    }
}
