package dev.carga.bootstrap.faults;

import java.util.ArrayList;
import java.util.List;

/// A file and all the times that it was sent. Written by one client, read when all have ended.
final class Family {

    /// Once sent; each time under a name of its own, by which its upload is found.
    record Attempt(String name, String policy, Sending.Answer answer) {
        boolean accepted() {
            return answer instanceof Sending.Answer.Accepted;
        }
    }

    /// Something that was asked of an upload.
    ///
    /// @param action `cancel`, `retry` or `undo`
    /// @param status of the answer; 0 if none came, and it may have been done or not
    record UploadAction(String name, String action, int status) {
        boolean granted() {
            return status == 200 || status == 202;
        }
    }

    private final long index;
    private final FileContent content;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<UploadAction> actions = new ArrayList<>();

    Family(long index, FileContent content) {
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

    synchronized void add(UploadAction wish) {
        actions.add(wish);
    }

    synchronized List<UploadAction> actions() {
        return List.copyOf(actions);
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }
}
