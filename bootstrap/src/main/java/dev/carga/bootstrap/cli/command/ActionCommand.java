package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.cli.client.CargaClient;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.StartedAction;
import dev.carga.bootstrap.cli.client.UploadAction;
import dev.carga.bootstrap.cli.client.UploadAction.ActionOutcome;
import dev.carga.bootstrap.cli.client.UploadDetails;
import dev.carga.bootstrap.cli.text.LoadSummary;
import dev.carga.bootstrap.cli.text.UploadMessages;
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

/// A command that starts an action on uploads, on all of them first, and then waits for their ends if it is
/// asked to.
public abstract class ActionCommand implements Callable<Integer> {

    private static final int NOT_ALL_SUCCEEDED = 1;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The uploads, by message_id.")
    private List<String> ids = List.of();

    @Option(
            names = "--wait",
            description = "Wait for the end; the exit status is 0 only if the action succeeded. Always on with --home,"
                    + " where no server would continue it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "The longest to wait. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final UploadAction action;

    ActionCommand(UploadAction action) {
        this.action = action;
    }

    /// `carga cancel ID…`
    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Cancels uploads: parts not yet loaded are dropped; loaded parts stay.")
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
            description = "Removes the rows that these uploads added, and restores those that they updated, except rows"
                    + " that another upload has updated since, or whose earlier version is no longer kept. Uploads"
                    + " that correct one of these stay. Does not ask for confirmation, and cannot be undone.")
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
            description = "Loads the failed parts of these uploads again.")
    public static final class Retry extends ActionCommand {

        @Option(
                names = "--on-duplicate",
                paramLabel = "POLICY",
                description = "What to do with a line whose CPF is already in the table: fail its part, skip the"
                        + " line, or update the row. Default: the policy of the upload.")
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
        boolean all = true;
        try (CargaClient client = where.open(action == UploadAction.RETRY)) {
            Map<UploadId, UploadDetails> started = new LinkedHashMap<>();
            for (UploadId id : wanted) {
                switch (client.start(action, id, policy())) {
                    case Success<StartedAction>(StartedAction result) -> {
                        print(id + ": " + result.info() + System.lineSeparator());
                        started.put(id, result.upload());
                    }
                    case Declined<StartedAction>(String reason) -> {
                        CommandEnvironment.printDeclined(spec, reason);
                        all = false;
                    }
                }
            }
            if (wait || where.isLocal()) {
                long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
                for (Map.Entry<UploadId, UploadDetails> upload : started.entrySet()) {
                    all &= succeeds(client, upload.getKey(), upload.getValue(), deadline);
                }
            }
        }
        return all ? 0 : NOT_ALL_SUCCEEDED;
    }

    /// Waits for the end of the action on one upload, and reports it.
    private boolean succeeds(CargaClient client, UploadId id, UploadDetails first, long deadline)
            throws IOException, InterruptedException {
        UploadDetails upload = first;
        Duration pause = FIRST_PAUSE;
        while (outcome(upload) == ActionOutcome.IN_PROGRESS && System.nanoTime() < deadline) {
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            switch (client.find(id)) {
                case Success<UploadDetails>(UploadDetails found) -> upload = found;
                case Declined<UploadDetails>(String reason) -> {
                    CommandEnvironment.printDeclined(spec, reason);
                    return false;
                }
            }
        }
        if (upload.state().isEmpty()) {
            CommandEnvironment.printDeclined(spec, UploadMessages.unknownState(upload));
            return false;
        }
        report(client, id, first, upload);
        return outcome(upload) == ActionOutcome.SUCCEEDED;
    }

    private void report(CargaClient client, UploadId id, UploadDetails first, UploadDetails last)
            throws IOException, InterruptedException {
        // The first response to a retry says only that it has started.
        if (action == UploadAction.RETRY || outcome(first) == ActionOutcome.IN_PROGRESS) {
            print(UploadMessages.end(last));
            if (action == UploadAction.RETRY && last.parts().failed() > 0) {
                switch (client.failedParts(id)) {
                    case Success<List<FailedPart>>(List<FailedPart> failed) -> print(LoadSummary.failures(failed));
                    case Declined<List<FailedPart>>(String reason) -> CommandEnvironment.printDeclined(spec, reason);
                }
            }
        }
        if (outcome(last) == ActionOutcome.IN_PROGRESS) {
            CommandEnvironment.printError(
                    spec,
                    "stopped waiting for " + id + " after " + timeout + " s; "
                            + (where.isLocal() ? "the next Carga process on this folder" : "the server")
                            + " continues");
        }
    }

    /// An unknown state ends the waiting as a failure.
    private ActionOutcome outcome(UploadDetails upload) {
        return upload.state()
                .map(state -> action.outcome(state, upload.parts().failed()))
                .orElse(ActionOutcome.FAILED);
    }

    private void print(String text) {
        PrintWriter out = CommandEnvironment.out(spec);
        out.print(text);
        out.flush();
    }
}
