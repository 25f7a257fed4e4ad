package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.InvalidPolicy;

/// How the lines of an upload are dealt with. Chosen when it is opened.
///
/// @param maxRejects null if as many lines may be rejected as there are
/// @param dryRun     everything is checked and counted, and nothing is loaded
public record LoadingRules(
        DuplicatePolicy onDuplicate,
        InvalidPolicy onInvalid,
        @Nullable RejectLimit maxRejects,
        AbortPolicy onAbort,
        boolean dryRun) {

    /// The predecessor's ways, but for duplicates.
    public static LoadingRules of(DuplicatePolicy onDuplicate) {
        return new LoadingRules(onDuplicate, InvalidPolicy.KEEP, null, AbortPolicy.KEEP, false);
    }

    public LoadingRules withDuplicates(DuplicatePolicy policy) {
        return new LoadingRules(policy, onInvalid, maxRejects, onAbort, dryRun);
    }
}
