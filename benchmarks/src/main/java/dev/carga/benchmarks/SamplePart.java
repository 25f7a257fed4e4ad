package dev.carga.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.sample.SampleFile.Flaws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Stream;

/// The input of the benchmarks in several forms: the same rows in every benchmark and every run. One row in a
/// hundred is flawed, as in the files of `carga sample`. All bytes are valid text, as FastCSV demands.
public final class SamplePart {

    private static final long SEED = 1;
    private static final int COLUMNS = 8;

    private SamplePart() {}

    /// The whole file, including its header.
    public static byte[] file() {
        return write(Flaws.ONE_PERCENT_OF_VALID_TEXT);
    }

    /// The lines without the header, as they are stored: columns aligned by blanks.
    public static byte[] lines() {
        return withoutHeader(file());
    }

    /// Lines without errors, each of which gives a row.
    public static byte[] flawlessLines() {
        return withoutHeader(write(Flaws.NONE));
    }

    /// The rows of [#lines()] with semicolons instead of blanks, because FastCSV does not skip runs of
    /// separators. This removes half of the bytes.
    public static String separatedLines() {
        return texts().map(line -> line.replaceAll(" +", ";") + "\n").collect(joining());
    }

    /// The rows of [#lines()] with the last blank before each column replaced by a semicolon.
    public static String alignedLines() {
        return new String(lines(), UTF_8).replaceAll(" (?=[^ \n])", ";");
    }

    /// The values of a column in the lines that have all columns, except NULL.
    ///
    /// @param column from 0
    public static byte[][] values(int column) {
        return texts().map(line -> line.split(" +", -1))
                .filter(columns -> columns.length == COLUMNS && !columns[column].equals("NULL"))
                .map(columns -> columns[column].getBytes(UTF_8))
                .toArray(byte[][]::new);
    }

    private static Stream<String> texts() {
        return new String(lines(), UTF_8).lines().map(String::strip);
    }

    private static byte[] write(Flaws flaws) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SampleFile.write(out, PerRow.ROWS, SEED, flaws);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] withoutHeader(byte[] file) {
        int headerEnd = 0;
        while (file[headerEnd] != '\n') {
            headerEnd++;
        }
        return Arrays.copyOfRange(file, headerEnd + 1, file.length);
    }
}
