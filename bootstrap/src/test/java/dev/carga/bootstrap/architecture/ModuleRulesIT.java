package dev.carga.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The build refuses dependencies between modules that violate the architecture. The test builds fixtures whose
/// parent is the real `pom.xml`, so that its rules apply. It runs the Maven that runs this build, on the same JDK
/// and offline, since the build has fetched all that it needs.
final class ModuleRulesIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FIXTURES = Path.of("src/test/fixtures").toAbsolutePath();
    private static final long MINUTES = 2;

    private static final String DOMAIN = "domain-depends-on-the-jdk-alone";
    private static final String APPLICATION = "application-depends-on-domain-alone";
    private static final String ADAPTERS = "adapters-never-see-each-other";

    private static final Map<String, String> MESSAGES = Map.of(
            DOMAIN, "The domain depends on the JDK alone: put what needs a library behind a port.",
            APPLICATION, "The application depends on the domain alone: put what needs a library behind a port.",
            ADAPTERS, "Adapters never see each other, nor the bootstrap: they meet in the ports of the application.");

    private static final Map<String, String> RULE_OF_MODULE = Map.of(
            "carga-domain", DOMAIN,
            "carga-application", APPLICATION,
            "carga-adapters-postgres", ADAPTERS,
            "carga-adapters-amqp", ADAPTERS,
            "carga-adapters-http", ADAPTERS);

    @TempDir
    private Path folder;

    private record Run(int status, String output) {}

    @ParameterizedTest
    @CsvSource({
        DOMAIN + ", fixture-domain, org.slf4j:slf4j-api",
        APPLICATION + ", fixture-application, com.fasterxml.jackson.core:jackson-databind",
        ADAPTERS + ", fixture-adapter, dev.carga:carga-adapters-amqp",
        ADAPTERS + ", fixture-adapter, dev.carga:carga-bootstrap"
    })
    void buildRefusesADependencyThatViolatesTheRule(String rule, String module, String dependency) throws Exception {
        Run run = maven(FIXTURES, "-q", "-P", "with-" + dependency.replaceFirst(".*:", ""));
        assertThat(run.status()).as(run.output()).isEqualTo(1);
        assertThat(run.output())
                .contains("enforce (" + rule + ") on project " + module)
                .contains(MESSAGES.get(rule))
                .containsPattern("\\Q" + dependency + "\\E:jar:\\S+ <--- banned");
        MESSAGES.forEach((other, message) -> {
            if (!other.equals(rule)) {
                assertThat(run.output()).doesNotContain(message);
            }
        });
    }

    /// The same fixtures without the dependency, which alone makes the difference.
    @Test
    void buildAcceptsTheFixturesWithoutTheDependency() throws Exception {
        Run run = maven(FIXTURES);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("enforce (" + DOMAIN + ") @ fixture-domain")
                .contains("enforce (" + APPLICATION + ") @ fixture-application")
                .contains("enforce (" + ADAPTERS + ") @ fixture-adapter");
    }

    /// The fixtures do not show whether a module applies the rule of the parent.
    @Test
    void everyModuleAppliesItsRule() throws Exception {
        Run run = maven(ROOT);
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(RULE_OF_MODULE)
                .allSatisfy((module, rule) ->
                        assertThat(run.output()).contains("enforce (" + rule + ") @ " + module + " "));
    }

    /// The test above must cover a new adapter too.
    @Test
    void everyAdapterIsCovered() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            assertThat(modules.map(module -> module.getFileName().toString())
                            .filter(name -> name.startsWith("adapters-")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(RULE_OF_MODULE).containsEntry("carga-" + name, ADAPTERS));
        }
    }

    /// Runs the phase `validate`, which checks the rules and writes nothing.
    private Run maven(Path project, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(given("build.maven.home"), "bin", "mvn").toString(),
                "-o",
                "-B",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + given("build.maven.repository"),
                // Use local artifacts from any mirror: this run may not know the build's settings.
                "-Daether.enhancedLocalRepository.trackingFilename=untracked"));
        command.addAll(Arrays.asList(options));
        command.add("validate");
        Path output = folder.resolve("maven.log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Settings of the outer Maven, such as its folder, debugger and threads, are not for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("JAVA_HOME", given("build.maven.java"));
        builder.environment().put("MAVEN_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                fail("%s did not end within %d minutes; it said:%n%s", command, MINUTES, Files.readString(output));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), command + "\n" + Files.readString(output));
    }

    private static String given(String property) {
        return assertThat(System.getProperty(property))
                .as("%s, which bootstrap/pom.xml passes on: run this test by Maven", property)
                .isNotNull()
                .actual();
    }
}
