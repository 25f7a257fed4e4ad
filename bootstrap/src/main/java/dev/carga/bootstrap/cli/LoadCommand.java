package dev.carga.bootstrap.cli;

import dev.carga.application.receive.UploadOptions;
import dev.carga.bootstrap.cli.LoadTarget.Progress;
import dev.carga.bootstrap.cli.LoadTarget.Sent;
import dev.carga.bootstrap.cli.LoadTarget.Upload;
import dev.carga.bootstrap.cli.LoadTarget.Verdict;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carga load FILE…`: the main job from the command line.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads files and says what became of every line. Exit status 0 only if every part was loaded,"
                + " and at least one line gave a row.")
public final class LoadCommand implements Callable<Integer> {

    private static final int NOT_ALL_LOADED = 1;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to load, one after another.")
    private List<Path> files = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Send them to this running server instead, http://host:port.")
    private @Nullable URI url;

    @Mixin
    private UploadFlags uploadFlags = new UploadFlags();

    @Mixin
    private SettingOptions options = new SettingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new InvalidSettingException(file + " cannot be read: is it a file, and may you read it?");
            }
        }
        PrintWriter out = CommandEnvironment.out(spec);
        boolean all = true;
        try (LoadTarget target = openTarget()) {
            for (Path file : files) {
                all &= load(target, file, out);
            }
        }
        return all ? 0 : NOT_ALL_LOADED;
    }

    private LoadTarget openTarget() {
        if (url != null) {
            return new ServerTarget(ServerClient.at(url));
        }
        Carga carga = Carga.of(settings());
        LocalTarget target = new LocalTarget(carga);
        Runtime.getRuntime().addShutdownHook(new Thread(target::close));
        carga.start();
        return target;
    }

    private Settings settings() {
        return options.settings(Role.ALL, null, CommandEnvironment.of(spec));
    }

    /// The flag by which other commands find what this one has loaded. A database of one's own has a server.
    private String where() {
        if (url != null) {
            String place = ServerClient.place(url);
            return place.equals(ServerClient.DEFAULT_URL) ? "" : "--url " + place;
        }
        Settings settings = settings();
        return settings.database() == null ? "--home " + quoted(settings.home().toString()) : "";
    }

    private boolean isInDatabaseOfTheirOwn() {
        return url == null && settings().database() != null;
    }

    /// As a shell wants it.
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/@:+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    private boolean load(LoadTarget target, Path file, PrintWriter out) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Sent sent = send(target, file, uploadFlags.options());
            boolean whole = sent.refused().isEmpty();
            for (Upload upload : sent.uploads()) {
                Progress progress = await(target, upload.id());
                if (uploadFlags.isDryRun()) {
                    out.println("Nothing is loaded: this is what would become of the lines.");
                }
                String name = sent.uploads().size() == 1 ? file.toString() : upload.name();
                out.print(Summary.of(name, progress, Duration.ofNanos(System.nanoTime() - start)));
                String next = uploadFlags.isDryRun() ? "" : Summary.next(progress, upload.id(), where());
                if (isInDatabaseOfTheirOwn() && !next.isEmpty()) {
                    out.println("  at a server that works on this database:");
                }
                out.print(next);
                out.flush();
                whole &= progress.failedParts().isEmpty();
                Verdict verdict = target.verdict(upload.id());
                verdict.warnings().forEach(warning -> out.println("  note: " + UploadMessages.printable(warning)));
                @Nullable String failure = failure(progress, verdict);
                if (failure != null) {
                    out.println("  the file failed: " + failure);
                    whole = false;
                }
            }
            sent.refused().forEach(refused -> out.println("Not loaded: " + refused));
            return whole;
        } catch (OutcomeUnknownException e) {
            out.println("What became of " + file + " is not known: " + e.getMessage());
        } catch (RefusedException | IOException e) {
            out.println(file + " is not loaded: " + e.getMessage());
        }
        return false;
    }

    private static @Nullable String failure(Progress progress, Verdict verdict) {
        return verdict.abortion() == null && progress.gaveNoRow() ? UploadMessages.NO_ROWS : verdict.abortion();
    }

    private static Sent send(LoadTarget target, Path file, UploadOptions options)
            throws IOException, InterruptedException {
        long bytes = Files.size(file);
        ProgressBarBuilder bar = bar("send").setUnit(" MB", 1_000_000).setInitialMax(bytes);
        try (InputStream body = Files.newInputStream(file)) {
            if (!isWatched()) {
                return target.send(name(file), options, body, bytes);
            }
            try (InputStream counted = ProgressBar.wrap(body, bar)) {
                return target.send(name(file), options, counted, bytes);
            }
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Progress await(LoadTarget target, String upload) throws IOException, InterruptedException {
        Progress progress = target.progress(upload);
        try (@Nullable ProgressBar bar = progress.completed() || !isWatched() ? null : loadBar(progress)) {
            while (!progress.completed()) {
                Thread.sleep(pause(progress));
                progress = target.progress(upload);
                if (bar != null) {
                    bar.maxHint(progress.parts());
                    bar.stepTo(progress.settledParts());
                }
            }
        }
        return progress;
    }

    private static ProgressBar loadBar(Progress progress) {
        return bar("load").setUnit(" parts", 1).setInitialMax(progress.parts()).build();
    }

    /// Short for small files; a long list of parts is not asked for all the time.
    private static Duration pause(Progress progress) {
        return Duration.ofMillis(Math.clamp(progress.parts() * 5L, 20, 1000));
    }

    /// A progress bar is for a person who looks on, not for a log file.
    @SuppressWarnings("SystemConsoleNull") // rarely null nowadays, but it may be
    private static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static ProgressBarBuilder bar(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .showSpeed();
    }
}
