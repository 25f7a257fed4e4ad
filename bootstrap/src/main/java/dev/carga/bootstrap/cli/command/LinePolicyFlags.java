package dev.carga.bootstrap.cli.command;

import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.UnreadablePolicy;
import picocli.CommandLine.Option;

/// The flags by which somebody says what becomes of lines with a value that is wrong.
public final class LinePolicyFlags {

    @Option(
            names = "--on-invalid",
            paramLabel = "POLICY",
            defaultValue = "keep",
            description = "What becomes of a line whose CPF is no correct number: keep its row, or reject it. Default:"
                    + " ${DEFAULT-VALUE}.")
    private InvalidPolicy onInvalid = InvalidPolicy.KEEP;

    @Option(
            names = "--on-unreadable",
            paramLabel = "POLICY",
            defaultValue = "null",
            description = "What becomes of a line with a flag, a date or a ticket that cannot be read: its row has null"
                    + " there, or reject it. Default: ${DEFAULT-VALUE}.")
    private UnreadablePolicy onUnreadable = UnreadablePolicy.NULL;

    /// What is said.
    LinePolicies policies() {
        return new LinePolicies(onInvalid, onUnreadable);
    }
}
