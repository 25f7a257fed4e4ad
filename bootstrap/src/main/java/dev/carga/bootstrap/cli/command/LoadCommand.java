package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.client.CargaClient;
import dev.carga.bootstrap.cli.client.ClientResult;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.HttpCargaClient;
import dev.carga.bootstrap.cli.client.LocalCargaClient;
import dev.carga.bootstrap.cli.client.SentFile;
import dev.carga.bootstrap.cli.client.SentFile.NamedUpload;
import dev.carga.bootstrap.cli.client.ServerUrl;
import dev.carga.bootstrap.cli.client.UploadDetails;
import dev.carga.bootstrap.cli.client.UploadProgress;
import dev.carga.bootstrap.cli.text.LoadProgressBars;
import dev.carga.bootstrap.cli.text.LoadProgressBars.LoadingBar;
import dev.carga.bootstrap.cli.text.LoadSummary;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.SettingOptions;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `carga load FILE…`: loads files and reports on every line.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads files and reports the result of every line. Exit status 0 only if every part was loaded,"
                + " and at least one line became a row.")
public final class LoadCommand implements Callable<Integer> {

    private static final int NOT_ALL_LOADED = 1;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to load, one after another.")
    private List<Path> files = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Send the files to this running server, http://host:port.")
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
        try (CargaClient client = url != null ? HttpCargaClient.at(url) : LocalCargaClient.start(settings())) {
            for (Path file : files) {
                all &= load(client, file, out);
                out.flush();
            }
        }
        return all ? 0 : NOT_ALL_LOADED;
    }

    private Settings settings() {
        return options.settings(Role.ALL, null, CommandEnvironment.of(spec));
    }

    /// @return whether all of the file is loaded
    private boolean load(CargaClient client, Path file, PrintWriter out) throws InterruptedException {
        long start = System.nanoTime();
        ClientResult<SentFile> result;
        try {
            result = send(client, file);
        } catch (IOException e) {
            result = new Declined<>(String.valueOf(e.getMessage()));
        }
        return switch (result) {
            case Success<SentFile>(SentFile sent) -> await(client, file, sent, start, out);
            case Declined<SentFile>(String reason) -> notLoaded(file, reason, out);
        };
    }

    private ClientResult<SentFile> send(CargaClient client, Path file) throws IOException, InterruptedException {
        long bytes = Files.size(file);
        try (InputStream body = LoadProgressBars.ofSending(Files.newInputStream(file), bytes)) {
            return client.send(String.valueOf(file.getFileName()), uploadFlags.options(), body, bytes);
        }
    }

    private static boolean notLoaded(Path file, String reason, PrintWriter out) {
        out.println(file + " is not loaded: " + reason);
        return false;
    }

    private boolean await(CargaClient client, Path file, SentFile sent, long start, PrintWriter out)
            throws InterruptedException {
        boolean whole = sent.refused().isEmpty();
        for (NamedUpload upload : sent.uploads()) {
            try {
                switch (await(client, upload.id())) {
                    case Success<UploadProgress>(UploadProgress progress) -> {
                        String name = sent.uploads().size() == 1 ? file.toString() : upload.name();
                        out.print(summary(name, upload.id(), progress, Duration.ofNanos(System.nanoTime() - start)));
                        out.flush();
                        whole &= progress.failedParts().isEmpty() && !reportsFailure(client, upload, progress, out);
                    }
                    case Declined<UploadProgress>(String reason) -> {
                        return notLoaded(file, reason, out);
                    }
                }
            } catch (IOException _) {
                out.println("The result of " + file + " is unknown: the server received it and then stopped answering;"
                        + " ask later: carga status " + upload.id());
                return false;
            }
        }
        sent.refused().forEach(refused -> out.println("Not loaded: " + refused.name() + ": " + refused.reason()));
        return whole;
    }

    private static ClientResult<UploadProgress> await(CargaClient client, UploadId upload)
            throws IOException, InterruptedException {
        ClientResult<UploadProgress> result = client.progress(upload);
        if (!(result instanceof Success<UploadProgress>(UploadProgress first))) {
            return result;
        }
        try (LoadingBar bar = LoadProgressBars.ofLoading(first)) {
            while (result instanceof Success<UploadProgress>(UploadProgress progress) && !progress.completed()) {
                Thread.sleep(pause(progress));
                result = client.progress(upload);
                result.ifSuccess(bar::show);
            }
        }
        return result;
    }

    /// Short for small files. A long list of parts is asked for less often.
    private static Duration pause(UploadProgress progress) {
        return Duration.ofMillis(Math.clamp(progress.parts() * 5L, 20, 1000));
    }

    private String summary(String name, UploadId upload, UploadProgress progress, Duration took) {
        String summary = LoadSummary.of(name, progress, took);
        if (uploadFlags.isDryRun()) {
            return "Dry run: nothing is loaded. Loading would have this result:" + System.lineSeparator() + summary;
        }
        String next = LoadSummary.nextSteps(progress, upload.toString(), systemFlag());
        boolean needsServer = url == null && settings().database() != null && !next.isEmpty();
        return summary
                + (needsServer ? "  with a server that uses this database:" + System.lineSeparator() : "")
                + next;
    }

    /// The flag by which other commands find the system that has loaded the file; empty if it is the default
    /// server, or a database that a server must be started for.
    private String systemFlag() {
        if (url != null) {
            String place = ServerUrl.withoutPassword(url);
            return place.equals(ServerUrl.DEFAULT) ? "" : "--url " + place;
        }
        Settings settings = settings();
        return settings.database() == null ? "--home " + quoted(settings.home().toString()) : "";
    }

    /// Quoted as a shell needs it.
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/@:+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /// Prints the warnings about the upload, and why it failed as a whole.
    ///
    /// @return whether it failed as a whole
    private static boolean reportsFailure(
            CargaClient client, NamedUpload upload, UploadProgress progress, PrintWriter out)
            throws IOException, InterruptedException {
        @Nullable
        UploadDetails details = client.find(upload.id()) instanceof Success<UploadDetails>(UploadDetails found)
                ? found
                : null; // an earlier server has no such route
        if (details != null) {
            out.print(LoadSummary.warnings(details.warnings()));
        }
        @Nullable String failure = LoadSummary.failure(progress, details == null ? null : details.abortion());
        if (failure != null) {
            out.println("  the file failed: " + failure);
        }
        return failure != null;
    }
}
