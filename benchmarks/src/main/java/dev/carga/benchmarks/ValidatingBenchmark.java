package dev.carga.benchmarks;

import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/// The share of CPFs and CNPJs in [ParsingBenchmark].
public class ValidatingBenchmark extends PerRow {

    private final byte[][] cpfs = SamplePart.values(0);
    private final byte[][] mostFrequentStores = SamplePart.values(6);
    private final byte[][] lastStores = SamplePart.values(7);

    @Benchmark
    public void cpf(Blackhole blackhole) {
        for (byte[] cpf : cpfs) {
            blackhole.consume(Cpf.read(cpf, 0, cpf.length));
        }
    }

    /// Both stores of a row. In one of three rows they are NULL, and not included here.
    @Benchmark
    public void cnpjs(Blackhole blackhole) {
        read(mostFrequentStores, blackhole);
        read(lastStores, blackhole);
    }

    private static void read(byte[][] stores, Blackhole blackhole) {
        for (byte[] store : stores) {
            blackhole.consume(Cnpj.read(store, 0, store.length));
        }
    }
}
