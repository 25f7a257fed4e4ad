package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

/// `carga uploads`: what there is, and how it stands.
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
            description = "Only those in these states, with commas between: receiving, loading, completed,"
                    + " partially_failed, failed, interrupted, cancelling, cancelled, undoing, undone.")
    private List<UploadState> states = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "As many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Option(names = "--json", description = "As JSON, as the server gives it, a page a line.")
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
        PrintWriter out = CommandEnvironment.out(spec);
        try (Uploads uploads = where.open(false)) {
            list(uploads, wanted, out);
            return 0;
        } catch (RefusedException e) {
            return CommandEnvironment.refuse(spec, e);
        }
    }

    private void list(Uploads uploads, Set<UploadState> wanted, PrintWriter out)
            throws IOException, InterruptedException {
        int left = all ? Integer.MAX_VALUE : limit;
        @Nullable String cursor = null;
        boolean nothingYet = true;
        do {
            JsonNode page = uploads.page(wanted, Math.min(left, Uploads.HIGHEST_LIMIT), cursor);
            JsonNode found = page.path("uploads");
            if (json) {
                out.println(page);
            } else {
                if (nothingYet && !found.isEmpty()) {
                    out.print(UploadMessages.heading());
                    nothingYet = false;
                }
                found.forEach(upload -> out.print(UploadMessages.row(upload)));
            }
            out.flush();
            left -= found.size();
            cursor = page.hasNonNull("next") ? page.path("next").asText() : null;
        } while (cursor != null && left > 0);
        if (!json && nothingYet) {
            out.println(wanted.isEmpty() ? "There is no upload yet." : "There is no upload in such a state.");
        }
        if (!json && cursor != null) {
            out.flush();
            CommandEnvironment.note(spec, "There may be more: --limit and --all show them.");
        }
    }
}
