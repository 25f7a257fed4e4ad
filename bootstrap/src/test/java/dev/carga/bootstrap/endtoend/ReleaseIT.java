package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/// The files that `./mvnw -Prelease package` creates in `target/release`. Runs only in a release, for
/// instance with `./mvnw -Prelease verify -Dit.test=ReleaseIT`.
@Tag("release")
class ReleaseIT {

    private static final String VERSION = System.getProperty("build.project.version");
    private static final Path RELEASE = Path.of("target", "release");
    private static final String JAR = "carga-" + VERSION + ".jar";
    private static final String SERVER_JAR = "carga-" + VERSION + "-server.jar";
    private static final String SBOM = "carga-" + VERSION + "-sbom.json";

    private static final String MAC_ARCHIVE = "postgres-darwin-arm_64.txz";
    private static final int UNIVERSAL_BINARY = 0xCAFEBABE;

    @Test
    void everyFileHasItsChecksum() throws Exception {
        Map<String, String> sums = new TreeMap<>();
        for (String name : new String[] {JAR, SERVER_JAR, SBOM}) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(RELEASE.resolve(name)));
            sums.put(name, HexFormat.of().formatHex(digest));
        }
        assertThat(Files.readString(RELEASE.resolve("SHA256SUMS")))
                .isEqualTo(sums.entrySet().stream()
                        .map(sum -> sum.getValue() + "  " + sum.getKey() + "\n")
                        .collect(Collectors.joining()));
        try (Stream<Path> files = Files.list(RELEASE)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(JAR, SERVER_JAR, SBOM, "SHA256SUMS");
        }
    }

    @Test
    void jarHasPostgresForEveryPlatform() throws IOException {
        assertThat(content(RELEASE.resolve(JAR)).stream().filter(name -> name.endsWith(".txz")))
                .containsExactlyInAnyOrder("postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz", MAC_ARCHIVE);
    }

    /// Both processors of macOS use the same archive, and a newer one might support only one of them.
    @Test
    void macOsProgramsSupportBothProcessors() throws IOException {
        try (JarFile jar = new JarFile(RELEASE.resolve(JAR).toFile());
                InputStream archive = new BufferedInputStream(jar.getInputStream(jar.getEntry(MAC_ARCHIVE)));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (!entry.getName().endsWith("bin/postgres")) {
                entry = tar.getNextEntry();
            }
            DataInputStream program = new DataInputStream(tar);
            assertThat(program.readInt()).isEqualTo(UNIVERSAL_BINARY);
            assertThat(program.readInt()).as("processors").isEqualTo(2);
        }
    }

    /// The jar has every file of every library in the SBOM, and nothing else. The server's jar has those that
    /// the SBOM calls required.
    @Test
    void sbomListsExactlyTheContentOfTheJars() throws IOException {
        JsonNode sbom = sbom();
        assertThat(content(RELEASE.resolve(JAR))).isEqualTo(contentOf(sbom, component -> true));
        Set<String> withoutDatabase = contentOf(sbom, ReleaseIT::required);
        withoutDatabase.remove("dev/carga/bootstrap/embedded/postgres.properties");
        assertThat(content(RELEASE.resolve(SERVER_JAR))).isEqualTo(withoutDatabase);
    }

    /// The jars would have only the first of them.
    @Test
    void noTwoLibrariesHaveTheSameFile() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode component : sbom().get("components")) {
            names.addAll(content(jar(component)));
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void everyComponentHasItsLicenceAndItsHash() throws IOException {
        JsonNode components = sbom().get("components");
        assertThat(components.size()).isGreaterThan(50);
        assertThat(components).allSatisfy(component -> {
            assertThat(component.path("licenses")).as(component.toString()).isNotEmpty();
            assertThat(component.path("hashes")).as(component.toString()).isNotEmpty();
        });
    }

    private static JsonNode sbom() throws IOException {
        return new ObjectMapper().readTree(RELEASE.resolve(SBOM).toFile());
    }

    private static boolean required(JsonNode component) {
        return component.get("scope").asText().equals("required");
    }

    private static Set<String> contentOf(JsonNode sbom, Predicate<JsonNode> which) throws IOException {
        Set<String> content = content(jar(sbom.at("/metadata/component")));
        for (JsonNode component : sbom.get("components")) {
            if (which.test(component)) {
                content.addAll(content(jar(component)));
            }
        }
        return content;
    }

    /// Where this build takes the jar from: one of its modules, or the local repository.
    private static Path jar(JsonNode component) {
        String group = component.get("group").asText();
        String name = component.get("name").asText();
        String version = component.get("version").asText();
        String file = name + "-" + version + ".jar";
        return group.equals("dev.carga")
                ? Path.of("..", name.substring("carga-".length()), "target", file)
                : Path.of(System.getProperty("build.maven.repository"), group.replace('.', '/'), name, version, file);
    }

    /// The files of a library, without its metadata.
    private static Set<String> content(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .filter(name -> !name.startsWith("META-INF/") || name.startsWith("META-INF/versions/"))
                    .filter(name -> !name.endsWith("module-info.class"))
                    .filter(name -> !name.equals("LICENSE.txt") && !name.equals("NOTICE.txt"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
