package dev.carga.application.trace;

import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.TracingSender;
import dev.carga.domain.upload.PartRef;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Traces for tests that are not about traces.
public final class Traces {

    /// Thread-safe. The ids are the same in each run.
    public static final RandomGenerator IDS = new Random(20261125);

    /// The default trace of uploads in tests.
    public static final TraceParent TRACE = TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .orElseThrow();

    private Traces() {}

    public static TracedPart traced(PartRef part) {
        return new TracedPart(part, TRACE);
    }

    public static TracingSender sender(PartQueue queue) {
        return new TracingSender(queue, IDS);
    }
}
