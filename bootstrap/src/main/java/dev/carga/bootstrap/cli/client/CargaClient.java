package dev.carga.bootstrap.cli.client;

import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/// What the command line asks of Carga: [HttpCargaClient] asks a server, [LocalCargaClient] a system in this
/// process.
///
/// A refusal (no such upload, a file that is not accepted) is a [ClientResult.Declined]. Every call throws
/// [IOException] if no server answers, or if the file cannot be read.
public interface CargaClient extends AutoCloseable {

    /// The largest page that [#page] returns, in uploads.
    int MAX_PAGE_SIZE = 100;

    /// Sends a file as a whole. Not repeated after a failure.
    ///
    /// @param name  the file's name, without folders
    /// @param bytes the length of the body
    ClientResult<SentFile> send(String name, UploadOptions options, InputStream body, long bytes)
            throws IOException, InterruptedException;

    /// How far the loading of an upload has come.
    ClientResult<UploadProgress> progress(UploadId id) throws IOException, InterruptedException;

    /// One page of uploads, the newest first.
    ///
    /// @param states only uploads in these states; empty for all
    /// @param limit  the most uploads to return, from 1 to [#MAX_PAGE_SIZE]
    /// @param cursor `next` of the previous page; null for the first page
    ClientResult<UploadPage> page(Set<UploadState> states, int limit, @Nullable String cursor)
            throws IOException, InterruptedException;

    /// One upload.
    ClientResult<UploadDetails> find(UploadId id) throws IOException, InterruptedException;

    /// One upload as the JSON document of `GET /api/v1/uploads/{id}`, on one line.
    ClientResult<String> findJson(UploadId id) throws IOException, InterruptedException;

    /// The parts that failed, with their reasons. Cancelled and undone parts are not among them.
    ClientResult<List<FailedPart>> failedParts(UploadId id) throws IOException, InterruptedException;

    /// Starts an action on an upload. All actions are idempotent, so a call without a response is repeated.
    ///
    /// @param policy for the failed parts that a retry loads again; null to keep the upload's policy
    ClientResult<StartedAction> start(UploadAction action, UploadId id, @Nullable DuplicatePolicy policy)
            throws IOException, InterruptedException;

    @Override
    void close();
}
