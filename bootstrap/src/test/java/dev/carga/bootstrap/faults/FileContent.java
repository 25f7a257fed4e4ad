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

/// A file that can be written as often as one likes, always the same: first to Carga, later to the one who checks.
///
/// @param seed  no two of a run have a CPF in common
/// @param lines before duplicates and blank lines are put in
/// @param twice one line in so many, on average, is followed by one with the CPF of an earlier one; 0 for none
record FileContent(long seed, int lines, int twice) {

    private static final int BLANK_ONE_IN = 997;
    private static final int HEADS = 200;
    private static final int CPF_COLUMN = 19;

    boolean hasDuplicates() {
        return twice > 0;
    }

    void writeTo(OutputStream out) throws IOException {
        if (hasDuplicates()) {
            Doubling doubling = new Doubling(out);
            SampleFile.write(doubling, lines, seed, SampleFile.Flaws.ONE_PERCENT);
        } else {
            SampleFile.write(out, lines, seed, SampleFile.Flaws.ONE_PERCENT);
        }
    }

    /// Calls with every line, without its line end.
    void forEachLine(LineReader reader) throws IOException {
        writeTo(new Lines(reader));
    }

    @FunctionalInterface
    interface LineReader {
        /// Takes a line.
        ///
        /// @param number from 1
        void line(byte[] line, long number) throws IOException;
    }

    /// Cuts what is written into lines.
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

    /// Puts in duplicates from anywhere before, and now and then a blank line.
    private final class Doubling extends Lines {

        private final OutputStream out;
        private final Random random = new Random(seed);
        private final List<byte[]> heads = new ArrayList<>();

        Doubling(OutputStream out) {
            super(null);
            this.out = out;
        }

        @Override
        void end(byte[] line, long number) throws IOException {
            put(line);
            if (number == 1 || line.length < CPF_COLUMN || line[0] == 'N') {
                return;
            }
            if (random.nextInt(BLANK_ONE_IN) == 0) {
                put("  \t".getBytes(StandardCharsets.US_ASCII));
            }
            if (!heads.isEmpty() && random.nextInt(twice) == 0) {
                byte[] again = line.clone();
                System.arraycopy(heads.get(random.nextInt(heads.size())), 0, again, 0, CPF_COLUMN);
                put(again);
            }
            if (heads.size() < HEADS) {
                heads.add(line);
            } else if (random.nextInt(HEADS) == 0) {
                heads.set(random.nextInt(HEADS), line);
            }
        }

        private void put(byte[] line) throws IOException {
            out.write(line);
            out.write('\n');
        }
    }
}
