package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.domain.Nullable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The content of a file, which can be written any number of times: first to Carga, later to the check.
///
/// @param seed           files of a run with different seeds have no CPF in common
/// @param lines          without the inserted duplicates and blank lines
/// @param duplicateOneIn one line in this many, on average, is followed by one with the CPF of an earlier
///                       line; 0 for none
record FileContent(long seed, int lines, int duplicateOneIn) {

    private static final int BLANK_ONE_IN = 997;
    private static final int MAX_EARLIER = 200;
    private static final int CPF_COLUMN = 19;

    boolean hasDuplicates() {
        return duplicateOneIn > 0;
    }

    void writeTo(OutputStream out) throws IOException {
        if (hasDuplicates()) {
            DuplicatingStream duplicating = new DuplicatingStream(out);
            SampleFile.write(duplicating, lines, seed, SampleFile.Flaws.ONE_PERCENT);
        } else {
            SampleFile.write(out, lines, seed, SampleFile.Flaws.ONE_PERCENT);
        }
    }

    /// Calls the reader with every line, without its line end.
    void forEachLine(LineReader reader) throws IOException {
        writeTo(new Lines(reader));
    }

    @FunctionalInterface
    interface LineReader {
        /// Reads the next line.
        ///
        /// @param number from 1
        void line(byte[] line, long number) throws IOException;
    }

    /// Splits what is written into lines.
    private static class Lines extends OutputStream {

        private final @Nullable LineReader reader;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long number;

        Lines(@Nullable LineReader reader) {
            this.reader = reader;
        }

        @Override
        public void write(int b) throws IOException {
            if (b == '\n') {
                end(line.toByteArray(), ++number);
                line.reset();
            } else {
                line.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int start = from;
            for (int i = from; i < from + count; i++) {
                if (bytes[i] == '\n') {
                    line.write(bytes, start, i - start);
                    start = i;
                    write('\n');
                    start = i + 1;
                }
            }
            line.write(bytes, start, from + count - start);
        }

        void end(byte[] whole, long count) throws IOException {
            if (reader != null) {
                reader.line(whole, count);
            }
        }
    }

    /// Inserts lines with the CPF of an earlier line, and some blank lines.
    private final class DuplicatingStream extends Lines {

        private final OutputStream out;
        private final Random random = new Random(seed);
        private final List<byte[]> earlier = new ArrayList<>();

        DuplicatingStream(OutputStream out) {
            super(null);
            this.out = out;
        }

        @Override
        void end(byte[] line, long number) throws IOException {
            writeLine(line);
            if (number == 1 || line.length < CPF_COLUMN || line[0] == 'N') {
                return;
            }
            if (random.nextInt(BLANK_ONE_IN) == 0) {
                writeLine("  \t".getBytes(StandardCharsets.US_ASCII));
            }
            if (!earlier.isEmpty() && random.nextInt(duplicateOneIn) == 0) {
                byte[] duplicate = line.clone();
                System.arraycopy(earlier.get(random.nextInt(earlier.size())), 0, duplicate, 0, CPF_COLUMN);
                writeLine(duplicate);
            }
            if (earlier.size() < MAX_EARLIER) {
                earlier.add(line);
            } else if (random.nextInt(MAX_EARLIER) == 0) {
                earlier.set(random.nextInt(MAX_EARLIER), line);
            }
        }

        private void writeLine(byte[] line) throws IOException {
            out.write(line);
            out.write('\n');
        }
    }
}
