package dev.carga.domain.upload;

/// How many parts of an upload are in each [PartState].
public record PartCounts(int received, int queued, int loaded, int failed, int cancelled, int undone) {

    public static final PartCounts NONE = new PartCounts(0, 0, 0, 0, 0, 0);

    /// These counts with one more part in this state.
    public PartCounts plus(PartState state) {
        return switch (state) {
            case PartState.Received _ -> new PartCounts(received + 1, queued, loaded, failed, cancelled, undone);
            case PartState.Queued _ -> new PartCounts(received, queued + 1, loaded, failed, cancelled, undone);
            case PartState.Loaded _ -> new PartCounts(received, queued, loaded + 1, failed, cancelled, undone);
            case PartState.Failed _ -> new PartCounts(received, queued, loaded, failed + 1, cancelled, undone);
            case PartState.Cancelled _ -> new PartCounts(received, queued, loaded, failed, cancelled + 1, undone);
            case PartState.Undone _ -> new PartCounts(received, queued, loaded, failed, cancelled, undone + 1);
        };
    }

    /// The number of parts that are not settled: they wait or are being loaded.
    public int pending() {
        return received + queued;
    }

    public int total() {
        return pending() + loaded + failed + cancelled + undone;
    }
}
