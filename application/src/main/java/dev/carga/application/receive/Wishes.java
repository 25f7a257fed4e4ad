package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;

/// What the sender of a file wishes to become of it.
///
/// @param allowRepeat whether it is taken although the same content was taken before
/// @param webhook     the URL to be told when the upload has ended; null if nobody is to be told
public record Wishes(
        LoadingRules rules, boolean allowRepeat, @Nullable String webhook) {

    /// Nothing but a policy for duplicates. A repeat is taken, as the predecessor does.
    public static Wishes of(DuplicatePolicy policy) {
        return new Wishes(LoadingRules.of(policy), true, null);
    }
}
