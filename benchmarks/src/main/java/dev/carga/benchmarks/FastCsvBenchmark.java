package dev.carga.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/// The reference for [ParsingBenchmark]: FastCSV splits the same rows into fields, without any further
/// processing. Its input has no blanks between the columns (except in [#alignedRecords(Blackhole)]) and no
/// quoted fields, which is the fastest case.
public class FastCsvBenchmark extends PerRow {

    private final String text = SamplePart.separatedLines();
    private final byte[] bytes = text.getBytes(UTF_8);
    private final String aligned = SamplePart.alignedLines();

    /// The API that its manual recommends first.
    @Benchmark
    public void records(Blackhole blackhole) throws IOException {
        consume(builder().ofCsvRecord(text), blackhole);
    }

    /// Carga's lines, with the separators as the only difference: the fields contain the blanks that fill the
    /// columns.
    @Benchmark
    public void alignedRecords(Blackhole blackhole) throws IOException {
        consume(builder().ofCsvRecord(aligned), blackhole);
    }

    /// Its API with the least overhead that returns Strings.
    @Benchmark
    public void arrays(Blackhole blackhole) throws IOException {
        consume(builder().build(StringArrayHandler.of(), text), blackhole);
    }

    /// As [#arrays(Blackhole)], from bytes, which is what a server receives and what Carga parses.
    @Benchmark
    public void arraysFromBytes(Blackhole blackhole) throws IOException {
        consume(builder().build(StringArrayHandler.of(), new ByteArrayInputStream(bytes)), blackhole);
    }

    /// The least that it can do: find the fields without creating Strings.
    @Benchmark
    public long places(Blackhole blackhole) throws IOException {
        Lengths lengths = new Lengths();
        consume(builder().build(lengths, text), blackhole);
        return lengths.sum;
    }

    /// Carga counts rows with a wrong number of columns, so FastCSV must not stop at them either.
    private static CsvReader.CsvReaderBuilder builder() {
        return CsvReader.builder()
                .fieldSeparator(';')
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    private static void consume(CsvReader<?> rows, Blackhole blackhole) throws IOException {
        try (rows) {
            for (Object row : rows) {
                blackhole.consume(row);
            }
        }
    }

    /// Adds up the lengths of the fields, so that each must be found. It serves as its own record to avoid
    /// allocations.
    private static final class Lengths extends AbstractBaseCsvCallbackHandler<Lengths> {

        private long sum;

        @Override
        protected void handleField(int column, char[] buffer, int offset, int length, boolean quoted) {
            sum += length;
        }

        @Override
        protected Lengths buildRecord() {
            return this;
        }
    }
}
