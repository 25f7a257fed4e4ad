package dev.carga.domain.upload;

import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.UnreadablePolicy;

/// The rules by which the lines of an upload are loaded. Chosen when the upload is opened.
///
/// @param maxRejects how many lines may be rejected before the upload fails; null for no limit
/// @param maxFlaws   how many lines may have a flaw before the upload fails; null for no limit
/// @param dryRun     whether everything is checked and counted, and nothing is loaded
public record LoadingRules(
        DuplicatePolicy onDuplicate,
        InvalidPolicy onInvalid,
        UnreadablePolicy onUnreadable,
        @Nullable RejectLimit maxRejects,
        @Nullable RejectLimit maxFlaws,
        AbortPolicy onAbort,
        boolean dryRun) {

    /// The predecessor's rules, except for duplicates.
    public static LoadingRules of(DuplicatePolicy onDuplicate) {
        return new LoadingRules(
                onDuplicate, InvalidPolicy.KEEP, UnreadablePolicy.NULL, null, null, AbortPolicy.KEEP, false);
    }

    public LoadingRules withDuplicates(DuplicatePolicy policy) {
        return new LoadingRules(policy, onInvalid, onUnreadable, maxRejects, maxFlaws, onAbort, dryRun);
    }

    /// These rules as a dry run.
    public LoadingRules asDryRun() {
        return new LoadingRules(onDuplicate, onInvalid, onUnreadable, maxRejects, maxFlaws, onAbort, true);
    }

    /// What happens to lines with an invalid or unreadable value.
    public LinePolicies linePolicies() {
        return new LinePolicies(onInvalid, onUnreadable);
    }
}
