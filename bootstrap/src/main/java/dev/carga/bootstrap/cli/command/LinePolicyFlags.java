package dev.carga.bootstrap.cli.command;

import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.UnreadablePolicy;
import picocli.CommandLine.Option;

/// The policies for lines with an invalid or unreadable value.
public final class LinePolicyFlags {

    @Option(
            names = "--on-invalid",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "What to do with a line whose CPF is invalid: keep its row, or reject it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private InvalidPolicy onInvalid = InvalidPolicy.KEEP;

    @Option(
            names = "--on-unreadable",
            paramLabel = "POLICY",
            defaultValue = "null",
            description = "What to do with a line with an unreadable flag, date or ticket: store null for the value, or"
                    + " reject the line. Default: ${DEFAULT-VALUE}.")
    private UnreadablePolicy onUnreadable = UnreadablePolicy.NULL;

    /// The values of the flags.
    LinePolicies policies() {
        return new LinePolicies(onInvalid, onUnreadable);
    }
}
