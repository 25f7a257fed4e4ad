package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.InvalidSettingException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `carga sample`: writes a synthetic file to standard output.
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Writes a synthetic file in the layout that Carga reads: valid, unique CPFs, and some lines with flaws.")
public final class SampleCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "N", description = "How many lines, without the header.")
    private long lines;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed writes the same bytes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--no-flaws", description = "Only lines without flaws.")
    private boolean noFlaws;

    @Override
    public Integer call() throws IOException {
        if (lines < 0 || lines > SampleFile.MAX_LINES) {
            throw new InvalidSettingException("N is " + lines + ": it must be from 0 to " + SampleFile.MAX_LINES);
        }
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            SampleFile.write(out, lines, seed, noFlaws ? SampleFile.Flaws.NONE : SampleFile.Flaws.ONE_PERCENT);
        }
        return 0;
    }
}
