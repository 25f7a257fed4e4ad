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

/// The rows that are measured, the same ones in every benchmark and every run, in the shapes that the
/// benchmarks want. One in a hundred is flawed, as in the files of `carga sample`, and all are valid text, as
/// FastCSV wants it.
public final class SamplePart {

    private static final long SEED = 1;
    private static final int COLUMNS = 8;

    private SamplePart() {}

    /// The whole file, its header included.
    public static byte[] file() {
        return write(Flaws.ONE_PERCENT_OF_VALID_TEXT);
    }

    /// The lines without the header, as they are stored: blanks fill each column.
    public static byte[] lines() {
        return withoutHeader(file());
    }

    /// The same without a flawed one, so that each of the lines gives a row.
    public static byte[] flawlessLines() {
        return withoutHeader(write(Flaws.NONE));
    }

    /// The same rows as [#lines()], with a semicolon between the columns and no blanks: FastCSV does not skip a
    /// run of separators. The lines lose half of their bytes by that.
    public static String separatedLines() {
        return texts().map(line -> line.replaceAll(" +", ";") + "\n").collect(joining());
    }

    /// The lines as they are, but for the last blank before each column, which is a semicolon.
    public static String alignedLines() {
        return new String(lines(), UTF_8).replaceAll(" (?=[^ \n])", ";");
    }

    /// The values of the column, counted from 0, of the lines that have all columns; NULL is left out.
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
