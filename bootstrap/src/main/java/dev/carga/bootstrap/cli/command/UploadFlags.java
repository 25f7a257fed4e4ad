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

/// What may be wished of files, as the server takes it in the URL: the same names and values.
final class UploadFlags {

    @Option(
            names = "--on-duplicate",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description = "What becomes of a line whose CPF is there already: fail its part, skip the line, or update"
                    + " the row. Default: ${DEFAULT-VALUE}.")
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
            description = "What becomes of the rows that are loaded by then: keep or undo. Default: ${DEFAULT-VALUE}.")
    private AbortPolicy onAbort = AbortPolicy.KEEP;

    @Option(names = "--dry-run", description = "Check and count everything, and load nothing.")
    private boolean dryRun;

    @Mixin
    private LayoutFlags layout = new LayoutFlags();

    @Option(
            names = "--corrects",
            paramLabel = "ID",
            converter = UploadFlagConverters.Id.class,
            description = "The upload whose rejected lines this file brings again, mended.")
    private @Nullable UploadId corrects;

    boolean isDryRun() {
        return dryRun;
    }

    /// A repeat is taken: whoever names a file here means it.
    UploadOptions options() {
        LinePolicies policies = lines.policies();
        LoadingRules rules = new LoadingRules(
                onDuplicate, policies.onInvalid(), policies.onUnreadable(), maxRejects, maxFlaws, onAbort, dryRun);
        return new UploadOptions(rules, layout.options(), true, null, corrects);
    }
}
