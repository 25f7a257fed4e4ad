package dev.carga.application.trace;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which trace something belongs to, as the header `traceparent` says it: W3C Trace Context, level 2
/// (<https://www.w3.org/TR/trace-context-2/>), which level 1 reads, too.
///
/// @param traceId  of all that comes of one request: 32 hexadecimal digits in lower case, not all zeros
/// @param parentId of the step that this came from: 16 of them, not all zeros
/// @param flags    what is known of them: [#SAMPLED] and [#RANDOM]
public record TraceParent(String traceId, String parentId, int flags) {

    /// The header, of a request as of a message.
    public static final String HEADER = "traceparent";

    /// Whoever sent it may have recorded it.
    private static final int SAMPLED = 1;

    /// The trace's id is a random one.
    private static final int RANDOM = 2;

    /// Of the version that is written here. What a later one may append, begins with a hyphen.
    private static final Pattern FORM = Pattern.compile("(?<version>(?!ff)[0-9a-f]{2})-(?<trace>(?!0{32})[0-9a-f]{32})"
            + "-(?<parent>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<later>-.*)?");

    public TraceParent {
        if (!traceId.matches("(?!0{32})[0-9a-f]{32}") || !parentId.matches("(?!0{16})[0-9a-f]{16}")) {
            throw new IllegalArgumentException("No trace has such ids");
        }
        if ((flags & ~(SAMPLED | RANDOM)) != 0) {
            throw new IllegalArgumentException("Nobody knows what the flags " + flags + " mean");
        }
    }

    /// Reads a header as the recommendation says: strictly, and of a version that it does not know no more than
    /// the four fields of this one. Flags that are not known are dropped.
    ///
    /// @return empty if it is malformed: it is to be passed over, and a new trace to begin
    public static Optional<TraceParent> parse(String header) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()
                || (matcher.group("later") != null && matcher.group("version").equals("00"))) {
            return Optional.empty();
        }
        int flags = Integer.parseInt(matcher.group("flags"), 16) & (SAMPLED | RANDOM);
        return Optional.of(new TraceParent(matcher.group("trace"), matcher.group("parent"), flags));
    }

    /// The beginning of a trace that nobody has begun before.
    public static TraceParent begin(RandomGenerator ids) {
        return new TraceParent(id(ids) + id(ids), id(ids), RANDOM);
    }

    /// A step further in the same trace.
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

    /// The header's value, of version 00.
    @Override
    public String toString() {
        return "00-%s-%s-%02x".formatted(traceId, parentId, flags);
    }
}
