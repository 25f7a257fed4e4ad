package dev.carga.application.load;

import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;

/// Loads a part exactly once.
public interface PartLoader {

    /// In ONE transaction: locks the part, parses its bytes, adds the rows to `user_purchase`, and writes the
    /// outcome. When this returns, either all of it is durable, or nothing was changed.
    ///
    /// A part of a dry run adds no rows. Its outcome is determined and counted, and the CPFs that it would
    /// have added are stored until the upload ends, so that the parts of the upload find each other's
    /// duplicates. Under `fail` a part with a duplicate fails, as it would without the dry run.
    ///
    /// If more lines of the upload are rejected or flawed than its limits allow, the same transaction
    /// withdraws the upload: see [dev.carga.domain.upload.RejectLimit].
    ///
    /// The policy of the upload decides about rows whose CPF is in the table already. Under `skip` and
    /// `update` the table ends up as if the file had been read from top to bottom, whatever the order in
    /// which its parts are loaded, concurrently or not.
    ///
    /// @param reading called at most once, while the part is locked; if it throws, the part fails as unreadable
    /// @throws dev.carga.application.InfrastructureException if the store does not respond. It is unknown
    ///         then whether the transaction was committed; another call finds out
    Outcome load(PartRef part, Reading reading);

    /// Parses the bytes of a part.
    @FunctionalInterface
    interface Reading {
        /// Parses one part.
        ///
        /// @param firstLine the number in the file of the part's first line
        ParsedPart read(byte[] bytes, long firstLine, LineFormat format, LinePolicies policies);
    }

    /// The outcome of a load.
    sealed interface Outcome {
        /// The rows are in the table, except those left out because another row has their CPF.
        record Loaded(Counters counters) implements Outcome {}

        /// The part belongs to a dry run: its lines are counted, and none of its rows is in the table.
        record Checked(Counters counters) implements Outcome {}

        /// The data is at fault. None of the rows is in the table.
        record Failed(PartFailure failure) implements Outcome {}

        /// Nothing was done: the part is not queued, usually because it is loaded already.
        record NotQueued(PartState state) implements Outcome {}

        /// Nothing was done: another worker is loading the part.
        record Busy() implements Outcome {}

        /// Nothing was done: there is no such part.
        record Unknown() implements Outcome {}
    }
}
