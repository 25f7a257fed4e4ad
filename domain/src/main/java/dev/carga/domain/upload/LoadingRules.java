package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.UnreadablePolicy;

/// How the lines of an upload are dealt with. Chosen when it is opened.
///
/// @param maxRejects null if as many lines may be rejected as there are
/// @param maxFlaws   null if as many lines may have a flaw as there are
/// @param dryRun     everything is checked and counted, and nothing is loaded
public record LoadingRules(
        DuplicatePolicy onDuplicate,
        InvalidPolicy onInvalid,
        UnreadablePolicy onUnreadable,
        @Nullable RejectLimit maxRejects,
        @Nullable RejectLimit maxFlaws,
        AbortPolicy onAbort,
        boolean dryRun) {

    /// The predecessor's ways, but for duplicates.
    public static LoadingRules of(DuplicatePolicy onDuplicate) {
        return new LoadingRules(
                onDuplicate, InvalidPolicy.KEEP, UnreadablePolicy.NULL, null, null, AbortPolicy.KEEP, false);
    }

    public LoadingRules withDuplicates(DuplicatePolicy policy) {
        return new LoadingRules(policy, onInvalid, onUnreadable, maxRejects, maxFlaws, onAbort, dryRun);
    }

    /// The same, and nothing is loaded.
    public LoadingRules asDryRun() {
        return new LoadingRules(onDuplicate, onInvalid, onUnreadable, maxRejects, maxFlaws, onAbort, true);
    }

    /// What becomes of lines with a value that is wrong.
    public LinePolicies lines() {
        return new LinePolicies(onInvalid, onUnreadable);
    }
}
