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

/// What is known of a file because it brings lines of an earlier upload again.
///
/// @param corrects the upload that it is written down to correct; null if it is none
/// @param layout   of the upload that its lines come from; null if there is none, or none is known
record Correction(@Nullable UploadId corrects, @Nullable Layout layout) {

    private static final Correction NONE = new Correction(null, null);

    /// As the files are named that `…/rejects` gives out. Of lines that gave a row no correction is made: their
    /// rows are in the table already, and settle no rejected line.
    private static final Pattern NAMED =
            Pattern.compile("(rejects|flaws)-([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

    /// What the sender says counts; else what the file's name says, if that upload is there.
    ///
    /// @param find looks for an upload
    /// @return empty if the sender names an upload that is not there
    static Optional<Correction> of(String name, @Nullable UploadId told, Function<UploadId, Optional<Corrected>> find) {
        if (told != null) {
            return find.apply(told).map(found -> new Correction(told, found.layout()));
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

    /// By which the head is recognised.
    ///
    /// @param dates      that a purchase may have
    /// @param typedCells whether it is of a sheet of a workbook
    Recognition.Context context(LayoutOptions said, DateRange dates, boolean typedCells) {
        LayoutOptions options = layout == null ? said : CorrectingLayout.options(said, layout);
        return new Recognition.Context(options, dates, typedCells);
    }

    /// The layout by which the file is read.
    Layout applyTo(Layout recognised, LayoutOptions said, byte[] head, int length) {
        return layout == null ? recognised : CorrectingLayout.of(recognised, layout, said, isAscii(head, length));
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
