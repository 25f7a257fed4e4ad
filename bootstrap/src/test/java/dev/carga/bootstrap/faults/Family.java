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

    private final long index;
    private final FileContent content;
    private final List<Attempt> attempts = new ArrayList<>();

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

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }
}
