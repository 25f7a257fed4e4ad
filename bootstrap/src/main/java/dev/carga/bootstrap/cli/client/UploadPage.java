package dev.carga.bootstrap.cli.client;

import dev.carga.domain.Nullable;
import java.util.List;

/// One page of uploads.
///
/// @param next the cursor of the next page; null on the last page
/// @param json the page as the JSON document of `GET /api/v1/uploads`, on one line
public record UploadPage(
        List<UploadDetails> uploads, @Nullable String next, String json) {

    public UploadPage {
        uploads = List.copyOf(uploads);
    }
}
