package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Layout.LineEnd;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;

/// What tests open uploads with.
public final class Openings {

    /// The predecessor's file.
    public static final Layout BLANK_ALIGNED =
            Layout.plain(TextEncoding.UTF_8, Separator.BLANKS, FileColumns.ALL, true, LineEnd.LF);

    private Openings() {}

    public static UploadStore.Opening of(String name, DuplicatePolicy policy, TraceParent trace) {
        return new UploadStore.Opening(name, BLANK_ALIGNED, Wishes.of(policy), trace);
    }

    /// One whose end is told there.
    public static UploadStore.Opening telling(String webhook) {
        Wishes wishes = new Wishes(LoadingRules.of(DuplicatePolicy.FAIL), LayoutOptions.NONE, true, webhook, null);
        return new UploadStore.Opening("base_teste.txt", BLANK_ALIGNED, wishes, Traces.TRACE);
    }
}
