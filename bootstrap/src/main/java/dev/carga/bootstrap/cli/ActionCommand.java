package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.bootstrap.cli.UploadAction.ActionOutcome;
import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A command that wants something of uploads, for all of them first, and then waits, if it is to wait.
public abstract class ActionCommand implements Callable<Integer> {

    private static final int NOT_AS_WISHED = 1;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The uploads, by their message_id.")
    private List<String> ids = List.of();

    @Option(
            names = "--wait",
            description = "Wait for the end of it; the exit status is 0 only if it ended as wished. Always so with"
                    + " --home, where nobody else would go on with it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Wait no longer than that. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final UploadAction wish;

    ActionCommand(UploadAction wish) {
        this.wish = wish;
    }

    /// `carga cancel ID…`
    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "What is not loaded yet of these uploads is not loaded any more. What is loaded stays.")
    public static final class Cancel extends ActionCommand {
        public Cancel() {
            super(UploadAction.CANCEL);
        }
    }

    /// `carga undo ID…`
    @Command(
            name = "undo",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Removes the rows that these uploads added, and brings back those that they updated, but for"
                    + " rows that another upload has updated since, or whose earlier version is not kept any more."
                    + " Uploads that correct one of these stay. Does not ask, and cannot be undone itself.")
    public static final class Undo extends ActionCommand {
        public Undo() {
            super(UploadAction.UNDO);
        }
    }

    /// `carga retry ID…`
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Has the failed parts of these uploads loaded again.")
    public static final class Retry extends ActionCommand {

        @Option(
                names = "--on-duplicate",
                paramLabel = "POLICY",
                description = "What becomes of a line whose CPF is there already: fail its part, skip the line, or"
                        + " update the row. Default: as before.")
        private @Nullable DuplicatePolicy onDuplicate;

        public Retry() {
            super(UploadAction.RETRY);
        }

        @Override
        @Nullable
        DuplicatePolicy policy() {
            return onDuplicate;
        }
    }

    @Nullable
    DuplicatePolicy policy() {
        return null;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (timeout < 1) {
            throw new InvalidSettingException("--timeout is " + timeout + ": it must be at least 1");
        }
        List<UploadId> wanted = ids.stream().map(UploadIds::parse).distinct().toList();
        PrintWriter out = CommandEnvironment.out(spec);
        boolean all = true;
        try (Uploads uploads = where.open(wish == UploadAction.RETRY)) {
            Map<UploadId, JsonNode> heard = new LinkedHashMap<>();
            for (UploadId id : wanted) {
                try {
                    JsonNode answer = uploads.act(id, wish, policy());
                    out.println(id + ": " + answer.path("info").asText());
                    out.flush();
                    heard.put(id, answer.path("upload"));
                } catch (RefusedException e) {
                    CommandEnvironment.refuse(spec, e);
                    all = false;
                }
            }
            if (wait || where.isLocal()) {
                long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
                for (Map.Entry<UploadId, JsonNode> upload : heard.entrySet()) {
                    all &= isFulfilled(uploads, upload.getKey(), upload.getValue(), deadline);
                }
            }
        }
        return all ? 0 : NOT_AS_WISHED;
    }

    private boolean isFulfilled(Uploads uploads, UploadId id, JsonNode first, long deadline)
            throws IOException, InterruptedException {
        JsonNode upload = await(uploads, id, first, deadline);
        ActionOutcome standing = standing(upload);
        // Of a retry, the first answer tells only that it began.
        if (wish == UploadAction.RETRY || standing(first) == ActionOutcome.UNDER_WAY) {
            PrintWriter out = CommandEnvironment.out(spec);
            out.print(UploadMessages.end(upload));
            if (wish == UploadAction.RETRY && UploadMessages.failedParts(upload) > 0) {
                out.print(Summary.failures(uploads.failedParts(id)));
            }
            out.flush();
        }
        if (standing == ActionOutcome.UNDER_WAY) {
            CommandEnvironment.complain(
                    spec, "waited " + timeout + " s for " + id + ", no longer; " + uploads.afterwards());
        }
        return standing == ActionOutcome.FULFILLED;
    }

    private JsonNode await(Uploads uploads, UploadId id, JsonNode first, long deadline)
            throws IOException, InterruptedException {
        JsonNode upload = first;
        Duration pause = FIRST_PAUSE;
        while (standing(upload) == ActionOutcome.UNDER_WAY && System.nanoTime() < deadline) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            upload = uploads.one(id);
        }
        return upload;
    }

    private ActionOutcome standing(JsonNode upload) {
        return wish.standing(UploadMessages.state(upload), UploadMessages.failedParts(upload));
    }
}
