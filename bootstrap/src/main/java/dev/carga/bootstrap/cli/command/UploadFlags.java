package dev.carga.bootstrap.cli.command;

import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of an upload, with the names and values that the server accepts in the URL.
final class UploadFlags {

    @Option(
            names = "--on-duplicate",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description = "What to do with a line whose CPF is already in the table: fail its part, skip the line, or"
                    + " update the row. Default: ${DEFAULT-VALUE}.")
    private DuplicatePolicy onDuplicate = DuplicatePolicy.FAIL;

    @Mixin
    private LinePolicyFlags lines = new LinePolicyFlags();

    @Option(
            names = "--max-rejects",
            paramLabel = "LIMIT",
            converter = UploadFlagConverters.Limit.class,
            description =
                    "How many lines may be rejected before the file fails: a number, or a percentage such as 2.5%%.")
    private @Nullable RejectLimit maxRejects;

    @Option(
            names = "--max-flaws",
            paramLabel = "LIMIT",
            converter = UploadFlagConverters.Limit.class,
            description =
                    "How many lines may have a value that is invalid or unreadable before the file fails: a number,"
                            + " or a percentage such as 2.5%%.")
    private @Nullable RejectLimit maxFlaws;

    @Option(
            names = "--on-abort",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "What to do with the loaded rows of a file that fails by such a limit: keep or undo. Default:"
                    + " ${DEFAULT-VALUE}.")
    private AbortPolicy onAbort = AbortPolicy.KEEP;

    @Option(names = "--dry-run", description = "Check and count everything, but load nothing.")
    private boolean dryRun;

    @Mixin
    private LayoutFlags layout = new LayoutFlags();

    @Option(
            names = "--corrects",
            paramLabel = "ID",
            converter = UploadFlagConverters.Id.class,
            description = "The upload whose rejected lines this file contains, corrected.")
    private @Nullable UploadId corrects;

    boolean isDryRun() {
        return dryRun;
    }

    /// Repeated content is accepted: the user has named the file.
    UploadOptions options() {
        LinePolicies policies = lines.policies();
        LoadingRules rules = new LoadingRules(
                onDuplicate, policies.onInvalid(), policies.onUnreadable(), maxRejects, maxFlaws, onAbort, dryRun);
        return new UploadOptions(rules, layout.options(), true, null, corrects);
    }
}
