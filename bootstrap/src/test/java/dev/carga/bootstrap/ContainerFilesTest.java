package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.container.TestImages;
import dev.carga.bootstrap.settings.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/// Compares the files below `docker/` with the program: a renamed flag, image or metric must be renamed there
/// too. `docker/smoke-test.sh` shows that the files work.
class ContainerFilesTest {

    private static final Path DOCKER = Path.of("..", "docker");

    /// Read by `Main` and by the image before settings are assembled.
    private static final Set<String> BEFORE_ALL = Set.of("CARGA_LOG_LEVEL", "CARGA_JAVA_OPTS");

    /// `SettingOptionsTest` shows that they are read.
    private static final Set<String> OF_THE_PREDECESSOR = Set.of(
            "DB_HOST",
            "DB_PORT",
            "DB_NAME",
            "DB_USER",
            "DB_PASS",
            "RABBIT_CONTAINER_DNS",
            "RABBIT_CONTAINER_PORT",
            "RABBIT_USER",
            "RABBIT_PASS");

    private static String read(String file) {
        try {
            return Files.readString(DOCKER.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object inside(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static Map<?, ?> services(String file) {
        Map<?, ?> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(read(file));
        return map(inside(content, "services"));
    }

    private static List<Map<?, ?>> ofCarga(String file) {
        return services(file).values().stream()
                .<Map<?, ?>>map(ContainerFilesTest::map)
                .filter(service -> inside(service, "image").toString().startsWith("${CARGA_IMAGE"))
                .toList();
    }

    private static Stream<String> variables(Map<?, ?> service) {
        return map(inside(service, "environment")).keySet().stream().map(Object::toString);
    }

    /// All variables that the program reads.
    private static Set<String> settings() {
        Set<String> settings = new TreeSet<>(BEFORE_ALL);
        settings.addAll(OF_THE_PREDECESSOR);
        SecretFiles.VARIABLES.forEach(variable -> settings.add(variable + "_FILE"));
        Main.commandLine(Map.of()).getSubcommands().values().stream()
                .map(command -> command.getCommandSpec().options())
                .flatMap(Collection::stream)
                .map(option -> option.longestName().substring(2).replace('-', '_'))
                .forEach(name -> settings.add("CARGA_" + name.toUpperCase(Locale.ROOT)));
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yml", "swarm/stack.yml"})
    void everyVariableOfAContainerOfCargaIsASetting(String file) {
        Set<String> given = ofCarga(file).stream()
                .flatMap(ContainerFilesTest::variables)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(given).hasSizeGreaterThan(8);
        assertThat(settings()).containsAll(given);
    }

    @Test
    void everyVariableOfTheImageIsASetting() {
        Set<String> given = found("^(?:ENV| {4})[ ]*(CARGA_[A-Z_]+)=", read("Dockerfile"));
        assertThat(given).contains("CARGA_HOST", "CARGA_MANAGEMENT_PORT", "CARGA_JAVA_OPTS");
        assertThat(settings()).containsAll(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yml", "swarm/stack.yml"})
    void everyRoleIsKnown(String file) {
        List<String[]> commands = ofCarga(file).stream()
                .filter(service -> !service.containsKey("entrypoint"))
                .map(service -> ((List<?>) inside(service, "command"))
                        .stream().map(Object::toString).toArray(String[]::new))
                .toList();
        assertThat(commands).hasSize(2);
        for (String[] command : commands) {
            CommandLine.ParseResult parsed = Main.commandLine(Map.of()).parseArgs(command);
            assertThat(parsed.subcommand().hasMatchedOption("--role")).isTrue();
        }
    }

    @Test
    void swarmCallsTheCommandThatCountsWorkers() {
        Set<String> asked = found("while :; do carga ([^;]+);", read("swarm/stack.yml"));
        assertThat(asked).hasSize(1);
        Main.commandLine(Map.of()).parseArgs(asked.iterator().next().split(" ", -1));
    }

    /// Every variable in `.env.example` is used, and every required variable is in it.
    @Test
    void exampleOffersTheVariablesOfTheComposeFile() {
        String compose = read("compose.yml");
        Set<String> taken = found("\\$\\{([A-Z_]+)[:}]", compose);
        ofCarga("compose.yml").stream().flatMap(ContainerFilesTest::variables).forEach(taken::add);
        Set<String> offered = found("^#?([A-Z_]+)=", read(".env.example"));
        assertThat(taken).containsAll(offered);
        assertThat(offered).containsAll(found("\\$\\{([A-Z_]+):\\?", compose)).containsAll(OF_THE_PREDECESSOR);
    }

    @Test
    void noPasswordIsInAnyFile() throws IOException {
        assertThat(found("\\$\\{([A-Z_]*PASS)(?!:\\?)", read("compose.yml"))).isEmpty();
        assertThat(found("^([A-Z_]*PASS=.+)", read(".env.example"))).isEmpty();
        try (Stream<Path> files = Files.walk(DOCKER)) {
            assertThat(files.filter(file -> file.getFileName().toString().equals(".env.example")
                            || file.toString().endsWith(".yml")))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(file -> assertThat(found("(?i)(password: +[^$\"\\s]\\S*)", Files.readString(file)))
                            .isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yml", "swarm/stack.yml"})
    void serversAreTheVersionsThatTestsRunOn(String file) {
        assertThat(inside(map(inside(services(file), "postgres")), "image")).isEqualTo(TestImages.POSTGRES);
        assertThat(inside(map(inside(services(file), "rabbitmq")), "image")).isEqualTo(TestImages.RABBITMQ);
    }

    /// `MetricsDocumentTest` compares `docs/reference/metrics.md` with the metrics that are served.
    @ParameterizedTest
    @ValueSource(strings = {"prometheus/alerts.yml", "prometheus/alerts.test.yml", "grafana/dashboards/carga.json"})
    void everyQueriedMetricIsServed(String file) throws IOException {
        Set<String> served =
                found("`(carga_[a-z_]+)`", Files.readString(Path.of("..", "docs", "reference", "metrics.md")));
        Set<String> asked = found("\\b(carga_[a-z_]+?)(?:_bucket|_count|_sum)?\\b", read(file));
        assertThat(asked).hasSizeGreaterThan(4);
        assertThat(served).containsAll(asked);
    }
}
