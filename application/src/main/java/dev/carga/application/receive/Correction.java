package dev.carga.application.receive;

import dev.carga.application.receive.UploadStore.Corrected;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CorrectingLayout;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Recognition;
import dev.carga.domain.upload.UploadId;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is known of a file because it has lines of an earlier upload again.
///
/// @param corrects the upload that the file counts as a correction of; null if none
/// @param layout   of the upload that its lines come from; null if there is none, or its layout is not known
record Correction(@Nullable UploadId corrects, @Nullable Layout layout) {

    private static final Correction NONE = new Correction(null, null);

    /// The names of the files that `…/rejects` returns. A file of flawed lines is not a correction: their
    /// rows are in the table already, and settle no rejected line.
    private static final Pattern NAMED =
            Pattern.compile("(rejects|flaws)-([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

    /// Finds the upload that a file corrects: the one that the options name; otherwise the one in the file's
    /// name, if there is such an upload.
    ///
    /// @param inOptions the upload that the options name; null if none
    /// @param find      finds an upload
    /// @return empty if the options name an upload that does not exist
    static Optional<Correction> of(
            String name, @Nullable UploadId inOptions, Function<UploadId, Optional<Corrected>> find) {
        if (inOptions != null) {
            return find.apply(inOptions).map(found -> new Correction(inOptions, found.layout()));
        }
        Matcher named = NAMED.matcher(name);
        if (!named.find()) {
            return Optional.of(NONE);
        }
        UploadId id = UploadId.parse(named.group(2)).orElseThrow();
        boolean settles = named.group(1).equals("rejects");
        return Optional.of(find.apply(id)
                .map(found -> new Correction(settles ? id : null, found.layout()))
                .orElse(NONE));
    }

    /// The context in which the head is recognised.
    ///
    /// @param dates      that a purchase may have
    /// @param typedCells whether the text comes from a sheet of a workbook
    Recognition.Context context(LayoutOptions given, DateRange dates, boolean typedCells) {
        LayoutOptions options = layout == null ? given : CorrectingLayout.options(given, layout);
        return new Recognition.Context(options, dates, typedCells);
    }

    /// The layout by which the file is read.
    Layout applyTo(Layout recognised, LayoutOptions given, byte[] head, int length) {
        return layout == null ? recognised : CorrectingLayout.of(recognised, layout, given, isAscii(head, length));
    }

    private static boolean isAscii(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
