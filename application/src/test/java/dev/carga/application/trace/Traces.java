package dev.carga.application.trace;

import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.TracingSender;
import dev.carga.domain.upload.PartRef;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What tests need of traces that are not about them.
public final class Traces {

    /// Thread-safe; the same ids in each run.
    public static final RandomGenerator IDS = new Random(20261125);

    /// That of every upload unless the test says otherwise.
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
