package dev.carga.bootstrap.faults;

import java.util.ArrayList;
import java.util.List;

/// Violations of what Carga guarantees. Keeps the first 200 and counts the rest. Thread-safe.
final class Violations {

    private static final int MAX_KEPT = 200;

    private final Journal journal;
    private final List<String> kept = new ArrayList<>();
    private int count;

    Violations(Journal journal) {
        this.journal = journal;
    }

    synchronized void add(String violation) {
        count++;
        if (kept.size() < MAX_KEPT) {
            kept.add(violation);
            journal.say("WRONG: " + violation);
        }
    }

    void addIf(boolean wrong, String violation) {
        if (wrong) {
            add(violation);
        }
    }

    synchronized int count() {
        return count;
    }

    synchronized List<String> all() {
        return List.copyOf(kept);
    }
}
