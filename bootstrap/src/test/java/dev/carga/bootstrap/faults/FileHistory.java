package dev.carga.bootstrap.faults;

import java.util.ArrayList;
import java.util.List;

/// A file, its uploads and the actions on them, as the client saw them. Thread-safe.
final class FileHistory {

    /// The file was sent once.
    ///
    /// @param name   unique: it identifies the upload
    /// @param policy `fail`, `skip` or `update`
    record Attempt(String name, String policy, UploadRequest.Response response) {
        boolean accepted() {
            return response instanceof UploadRequest.Response.Accepted;
        }
    }

    /// An action on an upload.
    ///
    /// @param name   of the upload
    /// @param action `cancel`, `retry` or `undo`
    /// @param status of the response; 0 if there was none, and the action may be carried out or not
    record UploadAction(String name, String action, int status) {
        boolean granted() {
            return status == 200 || status == 202;
        }
    }

    private final long index;
    private final FileContent content;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<UploadAction> actions = new ArrayList<>();

    FileHistory(long index, FileContent content) {
        this.index = index;
        this.content = content;
    }

    long index() {
        return index;
    }

    FileContent content() {
        return content;
    }

    synchronized String nextName() {
        return "faults-" + index + "-" + (attempts.size() + 1) + ".txt";
    }

    synchronized void add(Attempt attempt) {
        attempts.add(attempt);
    }

    synchronized void add(UploadAction action) {
        actions.add(action);
    }

    synchronized List<UploadAction> actions() {
        return List.copyOf(actions);
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }
}
