package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.UploadId;

/// The options with which a file is received and loaded.
///
/// @param layout      what the sender says about the layout of the file
/// @param allowRepeat whether the file is accepted even if the same content was received before
/// @param webhook     the URL to notify of the end of the upload; null for no notification
/// @param corrects    the upload of which the file has corrected lines; null if it corrects none
public record UploadOptions(
        LoadingRules rules,
        LayoutOptions layout,
        boolean allowRepeat,
        @Nullable String webhook,
        @Nullable UploadId corrects) {

    /// These rules, and defaults otherwise. A repeat is accepted, as by the predecessor.
    public static UploadOptions of(LoadingRules rules) {
        return new UploadOptions(rules, LayoutOptions.NONE, true, null, null);
    }

    /// The same options for a file that corrects this upload.
    public UploadOptions correcting(@Nullable UploadId corrected) {
        return new UploadOptions(rules, layout, allowRepeat, webhook, corrected);
    }

    /// As [#of(LoadingRules)], with default rules but for the policy for duplicates.
    public static UploadOptions of(DuplicatePolicy policy) {
        return of(LoadingRules.of(policy));
    }
}
