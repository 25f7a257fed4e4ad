package dev.carga.application.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the values of the first few lines, which may come in any order: the rows of a part are sorted by
/// CPF.
///
/// @param <T> the value of a line
final class Earliest<T> {

    private final int max;
    private final TreeMap<Long, T> byLine = new TreeMap<>();

    Earliest(int max) {
        this.max = max;
    }

    void offer(long line, T value) {
        if (byLine.size() < max) {
            byLine.put(line, value);
        } else if (max > 0 && line < byLine.lastKey()) {
            byLine.put(line, value);
            Map.Entry<Long, T> _ = byLine.pollLastEntry();
        }
    }

    /// The values in the order of their lines.
    List<T> list() {
        return List.copyOf(byLine.values());
    }
}
