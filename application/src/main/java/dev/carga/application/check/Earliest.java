package dev.carga.application.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The first few of what is found on lines, in whatever order they come: rows come sorted by CPF.
///
/// @param <T> of each line one
final class Earliest<T> {

    private final int most;
    private final TreeMap<Long, T> byLine = new TreeMap<>();

    Earliest(int most) {
        this.most = most;
    }

    void offer(long line, T found) {
        if (byLine.size() < most) {
            byLine.put(line, found);
        } else if (most > 0 && line < byLine.lastKey()) {
            byLine.put(line, found);
            Map.Entry<Long, T> _ = byLine.pollLastEntry();
        }
    }

    /// In the order of their lines.
    List<T> list() {
        return List.copyOf(byLine.values());
    }
}
