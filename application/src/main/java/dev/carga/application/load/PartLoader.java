package dev.carga.application.load;

import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;

/// Loads a part, once and for all.
public interface PartLoader {

    /// In ONE transaction: takes the part for itself, has its bytes read, adds the rows to `user_purchase`, and
    /// writes the outcome. Either all of it is durable when this returns, or none of it ever happened.
    ///
    /// Of an upload that is a dry run no row is added: what would become of each is found out and counted,
    /// and each CPF that would have been added is remembered until the upload has ended, so that its parts see
    /// each other. Under `fail` a part that has a duplicate fails, as it would have otherwise. An upload that has
    /// more lines rejected, or with a flaw, than its limits allow is withdrawn in the same transaction, see
    /// [dev.carga.domain.upload.RejectLimit].
    ///
    /// Rows whose CPF is there already are settled as the upload's policy says. Under `skip` and `update`
    /// the table holds in the end what reading the file from top to bottom would leave, in whatever order
    /// its parts are loaded, also at the same time.
    ///
    /// @param reading called at most once, while the part is held; if it throws, the part fails as unreadable
    /// @throws dev.carga.application.InfrastructureException if the store does not answer; whether the
    ///         transaction took effect is then unknown, and another call finds out
    Outcome load(PartRef part, Reading reading);

    /// Reads a part's bytes.
    @FunctionalInterface
    interface Reading {
        /// The part whose first line is line `firstLine` of the file.
        ParsedPart read(byte[] bytes, long firstLine, LineFormat format, LinePolicies policies);
    }

    /// What became of the part.
    sealed interface Outcome {
        /// Its rows are in the table, but for those that gave way to one with the same CPF.
        record Loaded(Counters counters) implements Outcome {}

        /// It was a dry run: what would become of its lines is counted, and none of its rows is in the table.
        record Checked(Counters counters) implements Outcome {}

        /// The data was at fault. No row of it is in the table.
        record Failed(PartFailure failure) implements Outcome {}

        /// It was in no state to be loaded, most often because it is loaded already; nothing was done.
        record NotQueued(PartState state) implements Outcome {}

        /// Somebody else is loading it at this moment; nothing was done.
        record Busy() implements Outcome {}

        /// There is no such part.
        record Unknown() implements Outcome {}
    }
}
