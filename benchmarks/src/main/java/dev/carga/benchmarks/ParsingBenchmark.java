package dev.carga.benchmarks;

import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.EightBytes;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.PurchaseLineParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Parsing lines into rows: splitting, all checks, and conversion to types. [FastCsvBenchmark], which only
/// splits, is the reference.
///
/// The benchmark with the most code: after three seconds of warm-up the compiler was still busy.
@Warmup(iterations = 8, time = 1)
public class ParsingBenchmark extends PerRow {

    private final byte[] lines = SamplePart.lines();
    private final PartParser parser = new PartParser(CuttingRules.DEFAULT.maxLineBytes());

    /// The line parser alone.
    @Benchmark
    public void lines(Blackhole blackhole) {
        PurchaseLineParser line = new PurchaseLineParser(CuttingRules.DEFAULT.maxLineBytes());
        int from = 0;
        for (int number = 1; from < lines.length; number++) {
            int to = EightBytes.findLineEnd(lines, from, lines.length);
            blackhole.consume(line.parse(lines, from, to, number));
            from = to + 1;
        }
    }

    /// A whole part: its lines, their counters, and the rows sorted by CPF.
    @Benchmark
    public ParsedPart part() {
        return parser.parse(lines, 1);
    }
}
