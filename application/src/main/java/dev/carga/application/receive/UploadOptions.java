package dev.carga.application.receive;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.UploadId;

/// What the sender of a file wishes to become of it.
///
/// @param layout      what is said of how the file is written
/// @param allowRepeat whether it is taken although the same content was taken before
/// @param webhook     the URL to be told when the upload has ended; null if nobody is to be told
/// @param corrects    the upload whose lines it brings again, mended; null if it is a file of its own
public record UploadOptions(
        LoadingRules rules,
        LayoutOptions layout,
        boolean allowRepeat,
        @Nullable String webhook,
        @Nullable UploadId corrects) {

    /// Nothing but these rules. A repeat is taken, as the predecessor does.
    public static UploadOptions of(LoadingRules rules) {
        return new UploadOptions(rules, LayoutOptions.NONE, true, null, null);
    }

    /// The same of a file that corrects this upload.
    public UploadOptions correcting(@Nullable UploadId corrected) {
        return new UploadOptions(rules, layout, allowRepeat, webhook, corrected);
    }

    /// Nothing but a policy for duplicates. A repeat is taken, as the predecessor does.
    public static UploadOptions of(DuplicatePolicy policy) {
        return of(LoadingRules.of(policy));
    }
}
