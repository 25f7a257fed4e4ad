package dev.carga.application.trace;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartRef;
import java.util.random.RandomGenerator;

/// A part and what trace it belongs to: all that a message to a worker says.
///
/// @param trace null if nobody said: its upload was opened, or its message sent, by a version that did not, or by
///              somebody's hand
public record TracedPart(PartRef part, @Nullable TraceParent trace) {

    /// The part a step further in its trace.
    public TracedPart child(RandomGenerator ids) {
        return new TracedPart(part, trace == null ? null : trace.child(ids));
    }

    /// For a line of the log: `upload=… part=…`, and `trace=…` if it is known.
    public String keys() {
        return "upload=" + part.upload() + " part=" + part.number()
                + (trace == null ? "" : " trace=" + trace.traceId());
    }
}
