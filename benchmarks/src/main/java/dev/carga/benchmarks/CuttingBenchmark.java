package dev.carga.benchmarks;

import dev.carga.domain.layout.ByteSink;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.layout.TextStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/// Cutting a file into parts while it arrives.
public class CuttingBenchmark extends PerRow {

    /// About as much as one read from a connection returns.
    private static final int CHUNK_BYTES = 16 << 10;

    private final byte[] file = SamplePart.file();

    @Benchmark
    public void cut(Blackhole blackhole) {
        TextStream text = new TextStream(TextEncoding.UTF_8);
        PartCutter cutter = new PartCutter(CuttingRules.DEFAULT, 1);
        ByteSink<RuntimeException> sink = (bytes, from, to) -> cutter.add(bytes, from, to, blackhole::consume);
        for (int from = 0; from < file.length; from += CHUNK_BYTES) {
            text.add(file, from, Math.min(from + CHUNK_BYTES, file.length), sink);
        }
        text.finish(sink);
        cutter.finish(blackhole::consume);
    }
}
