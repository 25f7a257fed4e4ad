package dev.carga.bootstrap.faults;

import java.util.ArrayList;
import java.util.List;

/// What is not as it must be. Tells the first few of a kind in full and counts the rest. Thread-safe.
final class Complaints {

    private static final int TOLD = 200;

    private final Journal journal;
    private final List<String> told = new ArrayList<>();
    private int count;

    Complaints(Journal journal) {
        this.journal = journal;
    }

    synchronized void add(String complaint) {
        count++;
        if (told.size() < TOLD) {
            told.add(complaint);
            journal.say("WRONG: " + complaint);
        }
    }

    void addIf(boolean wrong, String complaint) {
        if (wrong) {
            add(complaint);
        }
    }

    synchronized int count() {
        return count;
    }

    synchronized List<String> all() {
        return List.copyOf(told);
    }
}
