package dev.carga.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs every benchmark once in each build, because otherwise a broken benchmark would go unnoticed.
final class EveryBenchmarkTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /// One call per benchmark, in this JVM, without measuring. The runner throws if a benchmark throws.
    @Test
    void everyBenchmarkRuns() throws RunnerException, IOException {
        Options once = new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(once).run();
        assertThat(results.stream().map(EveryBenchmarkTest::classOf).distinct())
                .containsExactlyInAnyOrderElementsOf(benchmarkClasses());
    }

    /// By the names of the source files, because a class that JMH's annotation processor missed is in none of
    /// its lists.
    private static List<String> benchmarkClasses() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(SOURCES::relativize)
                    .map(file -> file.toString().replace(file.getFileSystem().getSeparator(), "."))
                    .filter(name -> name.endsWith("Benchmark.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
    }

    private static String classOf(RunResult result) {
        String method = result.getParams().getBenchmark();
        return method.substring(0, method.lastIndexOf('.'));
    }
}
