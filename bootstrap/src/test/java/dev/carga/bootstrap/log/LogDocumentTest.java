package dev.carga.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks the logger calls in the sources: each logs an event in `key=value` form, which `docs/reference/logs.md`
/// lists.
class LogDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "logs.md");
    private static final List<String> MODULES =
            List.of("application", "adapters-amqp", "adapters-http", "adapters-postgres", "bootstrap");

    private static final Pattern CALL = Pattern.compile(
            "\\b(?:LOG|log|getLogger\\([^)]*\\))\\s*\\."
                    + "(trace|debug|info|warn|error|atTrace|atDebug|atInfo|atWarn|atError|atLevel)\\(\\s*(\"[^\"]*\"\\s*[,)])?");
    private static final Pattern PATTERN = Pattern.compile("\"event=([a-z_]+)((?: [a-z_]+=\\{\\}| \\{\\})*)\"\\s*[,)]");
    private static final Pattern KEY = Pattern.compile("([a-z_]+)=\\{\\}");

    /// The keys that a `{}` without a key, or an exception, adds.
    private static final Set<String> BROUGHT = Set.of("upload", "part", "trace", "step", "cause", "at");

    /// `` | `event` | level | `key`, `key` | …``
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([a-z]+) \\| ([^|]*) \\|");

    private record Event(Set<String> levels, Set<String> keys) {
        Event() {
            this(new TreeSet<>(), new TreeSet<>());
        }
    }

    private static List<MatchResult> calls() {
        List<MatchResult> calls = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path source : sources.filter(path -> path.toString().endsWith(".java"))
                        .toList()) {
                    CALL.matcher(Files.readString(source)).results().forEach(calls::add);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return calls;
    }

    @Test
    void everyCallLogsAnEventInKeysAndValues() {
        assertThat(calls())
                .hasSizeGreaterThan(50)
                .allSatisfy(call -> assertThat(String.valueOf(call.group(2)))
                        .as(call.group())
                        .matches(PATTERN));
    }

    @Test
    void documentListsAllEventsWithTheirLevelsAndKeys() throws IOException {
        Map<String, Event> inSources = new TreeMap<>();
        for (MatchResult call : calls()) {
            MatchResult pattern =
                    PATTERN.matcher(call.group(2)).results().findFirst().orElseThrow();
            Event event = inSources.computeIfAbsent(pattern.group(1), _ -> new Event());
            event.levels().add(call.group(1));
            KEY.matcher(pattern.group(2)).results().forEach(key -> event.keys().add(key.group(1)));
        }
        Map<String, Event> inDocument = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT)).results().forEach(row -> {
            Event event = new Event();
            event.levels().add(row.group(2));
            Pattern.compile("`([a-z_]+)`")
                    .matcher(row.group(3))
                    .results()
                    .forEach(key -> event.keys().add(key.group(1)));
            assertThat(inDocument.put(row.group(1), event))
                    .as("listed once: %s", row.group(1))
                    .isNull();
        });

        assertThat(inDocument.keySet())
                .isEqualTo(Stream.concat(inSources.keySet().stream(), Stream.of("library"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        inSources.forEach((name, event) -> {
            Event documented = Objects.requireNonNull(inDocument.get(name));
            assertThat(documented.levels()).as("level of %s", name).isEqualTo(event.levels());
            assertThat(documented.keys()).as("keys of %s", name).containsAll(event.keys());
            Set<String> more = new TreeSet<>(documented.keys());
            more.removeAll(event.keys());
            assertThat(BROUGHT).as("keys of %s", name).containsAll(more);
        });
    }
}
