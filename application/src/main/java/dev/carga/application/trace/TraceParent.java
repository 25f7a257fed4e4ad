package dev.carga.application.trace;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The trace that a request or a message belongs to, as in the header `traceparent` of W3C Trace Context,
/// level 2 (<https://www.w3.org/TR/trace-context-2/>). Implementations of level 1 can read it, too.
///
/// @param traceId  identifies everything that results from one request: 32 lowercase hexadecimal digits, not
///                 all zeros
/// @param parentId identifies the calling span: 16 lowercase hexadecimal digits, not all zeros
/// @param flags    the known flags: [#SAMPLED] and [#RANDOM]
public record TraceParent(String traceId, String parentId, int flags) {

    /// The name of the header, in requests and in messages.
    public static final String HEADER = "traceparent";

    /// The caller may have recorded the trace.
    private static final int SAMPLED = 1;

    /// The trace id is random.
    private static final int RANDOM = 2;

    /// The fields of version 00. A later version may append more, after a hyphen.
    private static final Pattern FORM = Pattern.compile("(?<version>(?!ff)[0-9a-f]{2})-(?<trace>(?!0{32})[0-9a-f]{32})"
            + "-(?<parent>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<later>-.*)?");

    public TraceParent {
        if (!traceId.matches("(?!0{32})[0-9a-f]{32}") || !parentId.matches("(?!0{16})[0-9a-f]{16}")) {
            throw new IllegalArgumentException("Invalid trace id or parent id");
        }
        if ((flags & ~(SAMPLED | RANDOM)) != 0) {
            throw new IllegalArgumentException("Unknown flags: " + flags);
        }
    }

    /// Parses a header strictly, as the recommendation says. Of a later version it reads the four fields of
    /// version 00 alone. Drops unknown flags.
    ///
    /// @return empty if the header is malformed: ignore it and start a new trace
    public static Optional<TraceParent> parse(String header) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()
                || (matcher.group("later") != null && matcher.group("version").equals("00"))) {
            return Optional.empty();
        }
        int flags = Integer.parseInt(matcher.group("flags"), 16) & (SAMPLED | RANDOM);
        return Optional.of(new TraceParent(matcher.group("trace"), matcher.group("parent"), flags));
    }

    /// A new trace.
    public static TraceParent begin(RandomGenerator ids) {
        return new TraceParent(id(ids) + id(ids), id(ids), RANDOM);
    }

    /// A child span in the same trace.
    public TraceParent child(RandomGenerator ids) {
        return new TraceParent(traceId, id(ids), flags);
    }

    /// Never all zeros.
    private static String id(RandomGenerator ids) {
        long id = ids.nextLong();
        while (id == 0) {
            id = ids.nextLong();
        }
        return "%016x".formatted(id);
    }

    /// The value of the header, in version 00.
    @Override
    public String toString() {
        return "00-%s-%s-%02x".formatted(traceId, parentId, flags);
    }
}
