package dev.carga.adapters.postgres;

import dev.carga.application.control.Cleanup;
import dev.carga.application.report.UploadIssues;
import java.time.Duration;

/// What is stored of an upload in addition to its rows.
///
/// @param issues       how many issues of one upload
/// @param replacedRows how long rows that an update replaced, so that an undo can restore them; zero for not
///                     at all
public record Retention(UploadIssues.Limits issues, Duration replacedRows) {

    public static final Retention DEFAULT = new Retention(UploadIssues.Limits.DEFAULT, Cleanup.REPLACED_ROWS_KEPT);
}
