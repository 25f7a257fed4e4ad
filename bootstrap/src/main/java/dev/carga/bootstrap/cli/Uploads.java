package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Uploads to look at and to act on: those of a server, or of a system in this process. They are told as
/// JSON, as the routes below `/api/v1/uploads` do.
///
/// All calls throw [RefusedException] if there is no such upload, or the answer is no for another reason, and
/// [IOException] if nobody answers.
interface Uploads extends AutoCloseable {

    /// As many as fit on a page at most.
    int HIGHEST_LIMIT = 100;

    /// `{"uploads": […], "next": "cursor"}`, the newest first.
    ///
    /// @param states only those; none means all
    /// @param cursor from the page before; null for the first
    JsonNode page(Set<UploadState> states, int limit, @Nullable String cursor) throws IOException, InterruptedException;

    /// `{"id": …}`
    JsonNode one(UploadId id) throws IOException, InterruptedException;

    /// The parts that failed, with their reasons; not those that were cancelled or undone.
    List<FailedPart> failedParts(UploadId id) throws IOException, InterruptedException;

    /// `{"info": "what was done", "upload": {…}}`
    ///
    /// @param policy for the failed parts, where they are tried again; null to keep theirs
    JsonNode act(UploadId id, UploadAction wish, @Nullable DuplicatePolicy policy)
            throws IOException, InterruptedException;

    /// What goes on when this process leaves before a wish is fulfilled, for the person who waited.
    String afterwards();

    @Override
    void close();
}
