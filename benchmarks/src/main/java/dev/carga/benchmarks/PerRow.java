package dev.carga.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The configuration of all benchmarks: a call processes all rows of one part, and the reported time is per
/// row.
///
/// Heap and garbage collector are those of Carga's launcher. The iterations are short, so that all benchmarks
/// together take five and a half minutes: on an idle machine, three seconds of warm-up are sufficient for the
/// compiler.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(PerRow.ROWS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public abstract class PerRow {

    /// The number of rows of a part.
    public static final int ROWS = 10_000;
}
