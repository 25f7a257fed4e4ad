package dev.carga.benchmarks;

import com.github.luben.zstd.Zstd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Compressing a part before it is stored, and decompressing it before it is loaded. Carga uses level 1.
public class CompressingBenchmark extends PerRow {

    private final byte[] lines = SamplePart.lines();
    private byte[] compressed = {};

    @Param({"-3", "-1", "1", "3"})
    public int level;

    /// Prints the compressed size, without which the times of the levels cannot be compared: JMH has no
    /// column for it.
    @Setup
    public void compressOnce() {
        compressed = Zstd.compress(lines, level);
        System.out.printf("# Level %d: %.1f of %.1f bytes per row%n", level, perRow(compressed), perRow(lines));
    }

    @Benchmark
    public byte[] compress() {
        return Zstd.compress(lines, level);
    }

    @Benchmark
    public byte[] decompress() {
        return Zstd.decompress(compressed, lines.length);
    }

    private static double perRow(byte[] bytes) {
        return (double) bytes.length / ROWS;
    }
}
