package dev.carga.bootstrap.settings;

import dev.carga.application.load.LoadPart;
import dev.carga.bootstrap.settings.Settings.ReceivingSettings;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import picocli.CommandLine.Option;

/// The flags for how files are received, cut into parts and loaded.
final class ServeFlags {

    private static final int MAX_PART_BYTES = 256 << 20;

    /// More than any machine can use: each takes a connection and the memory of a part.
    private static final int MAX_WORKERS = 1000;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".carga",
            description = "Folder of the embedded database. Default: ${DEFAULT-VALUE}.")
    private Path home = Path.of("");

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Parts that this process loads at the same time. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "8",
            description = "Parts of one upload that may wait for workers at a time. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            defaultValue = "" + LoadPart.DEFAULT_ATTEMPTS,
            description =
                    "A part fails once its worker has crashed on it this many times. Default:" + " ${DEFAULT-VALUE}.")
    private int maxAttempts;

    @Option(
            names = "--abandoned-after",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "An upload ends once its receiving process has been gone for this time. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int abandonedAfter;

    @Option(
            names = "--repeat-window",
            paramLabel = "HOURS",
            defaultValue = "168",
            description = "How long POST /api/v1/uploads recognises content that it has already received, and does not"
                    + " load it again; 0 to load it always. Default: ${DEFAULT-VALUE}.")
    private int repeatWindow;

    @Option(
            names = "--resume-within",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "How long an unfinished tus upload can be resumed. Default: ${DEFAULT-VALUE}.")
    private int resumeWithin;

    @Option(
            names = "--earliest-date",
            paramLabel = "DATE",
            defaultValue = "1900-01-01",
            description = "A purchase dated before this day is counted, and its date is not stored. Default:"
                    + " ${DEFAULT-VALUE}.")
    private LocalDate earliestDate = DateRange.EARLIEST;

    @Option(
            names = "--days-ahead",
            paramLabel = "N",
            defaultValue = "1",
            description = "A purchase dated more than this many days ahead is counted, and its date is not stored."
                    + " Default: ${DEFAULT-VALUE}.")
    private int daysAhead;

    @Option(
            names = "--part-lines",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Maximum number of lines in a part. Default: ${DEFAULT-VALUE}.")
    private int partLines;

    @Option(
            names = "--part-bytes",
            paramLabel = "N",
            defaultValue = "4194304",
            description = "Maximum size of a part in bytes. Default: ${DEFAULT-VALUE}.")
    private int partBytes;

    @Option(
            names = "--line-bytes",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Maximum length of a line in bytes; a longer line is rejected. Default: ${DEFAULT-VALUE}.")
    private int lineBytes;

    @Option(
            names = "--issues-kept",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Maximum number of issues that are stored line by line for an upload; further ones are only"
                    + " counted. Default: ${DEFAULT-VALUE}.")
    private int issuesKept;

    @Option(
            names = "--replaced-rows-kept",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "How long the earlier versions of rows that an upload has updated are kept for its undo; 0 to"
                    + " keep none. Default: ${DEFAULT-VALUE}.")
    private int replacedRowsKept;

    /// @throws InvalidSettingException if one of the values that stand alone is out of range
    void check() {
        FlagValues.atLeastOne("--workers", workers);
        if (workers > MAX_WORKERS) {
            throw new InvalidSettingException("--workers is " + workers + ": it must be at most " + MAX_WORKERS);
        }
        FlagValues.atLeastOne("--window", window);
        if (home.toString().isBlank()) {
            throw new InvalidSettingException("--home is empty: it must be a folder, such as .carga");
        }
        if (maxAttempts < LoadPart.FEWEST_ATTEMPTS) {
            throw new InvalidSettingException("--max-attempts is " + maxAttempts + ": it must be at least "
                    + LoadPart.FEWEST_ATTEMPTS + ", since only the third is made with no other part beside");
        }
        FlagValues.atLeastOne("--abandoned-after", abandonedAfter);
        FlagValues.atLeast("--repeat-window", repeatWindow, 0);
        FlagValues.atLeast("--days-ahead", daysAhead, 0);
        FlagValues.atLeastOne("--resume-within", resumeWithin);
        FlagValues.atLeast("--issues-kept", issuesKept, 0);
        FlagValues.atLeast("--replaced-rows-kept", replacedRowsKept, 0);
    }

    Path home() {
        return home;
    }

    int workers() {
        return workers;
    }

    int window() {
        return window;
    }

    int maxAttempts() {
        return maxAttempts;
    }

    Duration abandonedAfter() {
        return Duration.ofSeconds(abandonedAfter);
    }

    ReceivingSettings receiving() {
        return new ReceivingSettings(
                Duration.ofHours(repeatWindow),
                Duration.ofHours(resumeWithin),
                issuesKept,
                Duration.ofDays(replacedRowsKept),
                earliestDate,
                daysAhead);
    }

    /// @throws InvalidSettingException if the sizes of parts and lines do not fit each other
    CuttingRules cutting() {
        FlagValues.atLeastOne("--part-lines", partLines);
        FlagValues.atLeastOne("--line-bytes", lineBytes);
        if (partBytes < lineBytes + 2L) {
            throw new InvalidSettingException("--part-bytes is " + partBytes + ": it must be at least --line-bytes ("
                    + lineBytes + ") and 2 more");
        }
        if (partBytes > MAX_PART_BYTES) {
            throw new InvalidSettingException("--part-bytes is " + partBytes + ": it must be at most " + MAX_PART_BYTES
                    + ", since a part is held in memory, and stored in one field");
        }
        return new CuttingRules(partLines, partBytes, lineBytes);
    }
}
