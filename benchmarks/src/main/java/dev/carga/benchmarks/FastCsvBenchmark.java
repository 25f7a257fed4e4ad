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

/// The yardstick for [ParsingBenchmark]: FastCSV splits the same rows into fields, and nothing is done with
/// them. It is spared the blanks between the columns (but for [#alignedRecords(Blackhole)]), and no field is
/// quoted, which it passes over fastest.
public class FastCsvBenchmark extends PerRow {

    private final String text = SamplePart.separatedLines();
    private final byte[] bytes = text.getBytes(UTF_8);
    private final String aligned = SamplePart.alignedLines();

    /// The way its manual begins with.
    @Benchmark
    public void records(Blackhole blackhole) throws IOException {
        consume(builder().ofCsvRecord(text), blackhole);
    }

    /// The same lines as Carga's, byte for byte but the separators: fields with the blanks that fill them.
    @Benchmark
    public void alignedRecords(Blackhole blackhole) throws IOException {
        consume(builder().ofCsvRecord(aligned), blackhole);
    }

    /// Its way to the fields with the least around them.
    @Benchmark
    public void arrays(Blackhole blackhole) throws IOException {
        consume(builder().build(StringArrayHandler.of(), text), blackhole);
    }

    /// The same from bytes, which is what comes over the wire and what Carga reads.
    @Benchmark
    public void arraysFromBytes(Blackhole blackhole) throws IOException {
        consume(builder().build(StringArrayHandler.of(), new ByteArrayInputStream(bytes)), blackhole);
    }

    /// The least that it can do: find out where the fields are, and make no String of them.
    @Benchmark
    public long places(Blackhole blackhole) throws IOException {
        Lengths lengths = new Lengths();
        consume(builder().build(lengths, text), blackhole);
        return lengths.sum;
    }

    /// Rows of the wrong number of columns are counted by Carga, and so FastCSV may not stop at them either.
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

    /// Adds up the lengths of the fields, so that each has been looked for. Its own record, since it makes none.
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
