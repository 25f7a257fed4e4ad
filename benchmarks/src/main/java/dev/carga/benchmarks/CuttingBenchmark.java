package dev.carga.benchmarks;

import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.PartCutter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/// Cutting a file into parts while it comes in.
public class CuttingBenchmark extends PerRow {

    /// About what one read of a connection gives.
    private static final int CHUNK_BYTES = 16 << 10;

    private final byte[] file = SamplePart.file();

    @Benchmark
    public void cut(Blackhole blackhole) {
        PartCutter cutter = new PartCutter(CuttingRules.DEFAULT);
        for (int from = 0; from < file.length; from += CHUNK_BYTES) {
            cutter.add(file, from, Math.min(from + CHUNK_BYTES, file.length), blackhole::consume);
        }
        cutter.finish(blackhole::consume);
    }
}
