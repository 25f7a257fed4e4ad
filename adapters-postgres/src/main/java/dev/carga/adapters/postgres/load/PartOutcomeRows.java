package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.rows.IssueRows;
import dev.carga.adapters.postgres.state.LimitCheck;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.report.UploadIssues;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Writes the outcome of a part beside its purchases: its new state and counters, its issues, and the
/// withdrawal of an upload that exceeds its limits.
///
/// @param limits for the issues of one upload
record PartOutcomeRows(UploadIssues.Limits limits) {

    /// The part is loaded, or checked if its upload is a dry run.
    ///
    /// @param givenWay the lines whose CPF another row has
    Outcome loaded(Handle handle, PartRow part, ParsedPart parsed, List<Long> givenWay) {
        DuplicatePolicy policy = part.rules().onDuplicate();
        Counters counters = policy.count(parsed.counters(), givenWay.size());
        List<Long> leftOut = counters.of(Counter.DUPLICATES) > 0 ? givenWay : List.of();
        IssueRows.Stored stored = IssueRows.insert(handle, part.uploadId(), parsed.issuesWithout(leftOut), limits);
        PartTransitions.load(
                handle,
                part.uploadId(),
                part.ref().number(),
                new PartTransitions.Loaded(counters, leftOut, stored.issues(), stored.lineBytes()));
        if (LimitCheck.isLimited(part.rules())) {
            LimitCheck.check(handle, part.uploadId());
        }
        return part.rules().dryRun() ? new Outcome.Checked(counters) : new Outcome.Loaded(counters);
    }

    Outcome failed(Handle handle, PartRow part, PartFailure failure) {
        PartTransitions.fail(handle, part.uploadId(), part.ref().number(), failure);
        return new Outcome.Failed(failure);
    }

    /// The withdrawal of the upload could not cancel the part, since another transaction held its row.
    Outcome cancelled(Handle handle, PartRow part) {
        PartTransitions.cancel(handle, part.uploadId(), part.ref().number());
        return new Outcome.NotQueued(new PartState.Cancelled());
    }
}
