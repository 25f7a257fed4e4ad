package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.client.CargaClient;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.UploadPage;
import dev.carga.bootstrap.cli.text.UploadMessages;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `carga uploads`: a table of uploads.
@Command(
        name = "uploads",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists uploads, the newest first.")
public final class UploadsCommand implements Callable<Integer> {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only uploads in these states, separated by commas: receiving, loading, completed,"
                    + " partially_failed, failed, interrupted, cancelling, cancelled, undoing, undone.")
    private List<UploadState> states = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The most uploads to list. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--all", description = "List all uploads.")
    private boolean all;

    @Option(names = "--json", description = "Print the server's JSON, one page per line.")
    private boolean json;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1) {
            throw new InvalidSettingException("--limit is " + limit + ": it must be at least 1");
        }
        Set<UploadState> wanted = EnumSet.noneOf(UploadState.class);
        wanted.addAll(states);
        try (CargaClient client = where.open(false)) {
            return list(client, wanted);
        }
    }

    private int list(CargaClient client, Set<UploadState> wanted) throws IOException, InterruptedException {
        PrintWriter out = CommandEnvironment.out(spec);
        int left = all ? Integer.MAX_VALUE : limit;
        @Nullable String cursor = null;
        boolean empty = true;
        do {
            switch (client.page(wanted, Math.min(left, CargaClient.MAX_PAGE_SIZE), cursor)) {
                case Declined<UploadPage>(String reason) -> {
                    return CommandEnvironment.printDeclined(spec, reason);
                }
                case Success<UploadPage>(UploadPage page) -> {
                    print(page, empty, out);
                    empty &= page.uploads().isEmpty();
                    left -= page.uploads().size();
                    cursor = page.next();
                }
            }
        } while (cursor != null && left > 0);
        if (!json && empty) {
            out.println(wanted.isEmpty() ? "There is no upload yet." : "No upload is in such a state.");
        }
        out.flush();
        if (!json && cursor != null) {
            CommandEnvironment.printNote(spec, "There may be more uploads: list them with --limit or --all.");
        }
        return 0;
    }

    private void print(UploadPage page, boolean first, PrintWriter out) {
        if (json) {
            out.println(page.json());
        } else {
            if (first && !page.uploads().isEmpty()) {
                out.print(UploadMessages.heading());
            }
            page.uploads().forEach(upload -> out.print(UploadMessages.row(upload)));
        }
        out.flush();
    }
}
