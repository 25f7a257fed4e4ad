package dev.carga.application.trace;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.PartRef;
import java.util.random.RandomGenerator;

/// A part and its trace: the content of a message to a worker.
///
/// @param trace null if it is unknown: an earlier version, or a person, opened the upload or sent the message
public record TracedPart(PartRef part, @Nullable TraceParent trace) {

    /// The part with a child span of its trace.
    public TracedPart child(RandomGenerator ids) {
        return new TracedPart(part, trace == null ? null : trace.child(ids));
    }

    /// Key-value pairs for a log line: `upload=… part=…`, and `trace=…` if it is known.
    public String keys() {
        return "upload=" + part.upload() + " part=" + part.number()
                + (trace == null ? "" : " trace=" + trace.traceId());
    }
}
