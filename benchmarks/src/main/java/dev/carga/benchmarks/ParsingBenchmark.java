package dev.carga.benchmarks;

import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.PartParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Warmup;

/// Making rows of lines: splitting, every check, conversion to types, and sorting by CPF. [FastCsvBenchmark] is
/// its yardstick, which does the first of these alone.
///
/// Of all that is measured this has the most code, and with three seconds the compiler was still at it.
@Warmup(iterations = 8, time = 1)
public class ParsingBenchmark extends PerRow {

    private final byte[] lines = SamplePart.lines();
    private final PartParser parser = new PartParser(CuttingRules.DEFAULT.maxLineBytes());

    @Benchmark
    public ParsedPart parse() {
        return parser.parse(lines, 1);
    }
}
