package dev.carga.bootstrap.log;

import dev.carga.domain.Nullable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slf4j.helpers.MessageFormatter;

/// An event of the log as one line of `key=value`. A value that is not a plain word is in double quotes, with a
/// backslash before quotes and backslashes in it and `\n` for the end of a line: the form known as logfmt.
///
/// ```
/// event=upload_received upload=… trace=… parts=6 bytes=912340
/// event=duty_failed duty=resend cause="NullPointerException: …" at="Resend.run(Resend.java:12) < …"
/// event=library logger=org.eclipse.jetty.server.Server says="…"
/// ```
///
/// Carga's own patterns have this form already, `event=… key={} {}`: an argument after `=` is a value, and one
/// that stands alone is several pairs, such as `upload=… part=…`. A library's message becomes one value.
///
/// **No document reaches the log.** Text from outside is masked by [DocumentMask]. Of an exception whose message
/// may quote data, only the type and the place are logged.
final class EventLine {

    private static final String OWN = "dev.carga.";
    private static final int MAX_VALUE = 600;
    private static final int MAX_FRAMES = 8;
    private static final int MAX_CAUSES = 6;

    private static final Pattern PLAIN = Pattern.compile("[^\\s\"=\\\\\\p{Cntrl}]+");

    private EventLine() {}

    /// @param pattern   in SLF4J's form, with `{}` for each argument
    /// @param arguments without the exception
    static String of(
            String logger,
            @Nullable String pattern,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        StringBuilder line = new StringBuilder();
        if (logger.startsWith(OWN) && pattern != null) {
            fill(line, pattern, arguments == null ? new Object[0] : arguments);
        } else {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            line.append("event=library logger=").append(logger).append(" says=");
            appendValue(line, DocumentMask.masked(String.valueOf(message)));
        }
        if (thrown != null) {
            line.append(" cause=");
            appendValue(line, describe(thrown));
            line.append(" at=");
            appendValue(line, places(thrown));
        }
        return line.toString();
    }

    private static void fill(StringBuilder line, String pattern, @Nullable Object[] arguments) {
        int from = 0;
        for (Object argument : arguments) {
            int gap = pattern.indexOf("{}", from);
            if (gap < 0) {
                break;
            }
            line.append(pattern, from, gap);
            if (gap > 0 && pattern.charAt(gap - 1) == '=') {
                String value = String.valueOf(argument);
                appendValue(line, argument instanceof Number ? value : DocumentMask.masked(value));
            } else {
                line.append(argument);
            }
            from = gap + 2;
        }
        line.append(pattern, from, pattern.length());
    }

    private static void appendValue(StringBuilder line, String value) {
        if (PLAIN.matcher(value).matches() && value.length() <= MAX_VALUE) {
            line.append(value);
            return;
        }
        line.append('"');
        int end = Math.min(value.length(), MAX_VALUE);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                // Including U+0085, U+2028 and U+2029, at which some readers end a line.
                default -> line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
            }
        }
        line.append(end < value.length() ? "…\"" : "\"");
    }

    /// The exception and its causes: the type of each, and the message if it cannot quote data.
    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable each = thrown;
        for (int i = 0; each != null && i < MAX_CAUSES; i++) {
            text.append(i == 0 ? "" : " < ").append(each.getClass().getSimpleName());
            String message = each.getMessage();
            if (message != null && isSafe(each)) {
                text.append(": ").append(DocumentMask.masked(message));
            }
            each = each.getCause();
        }
        return text.toString();
    }

    /// Carga's own exceptions, those of network and files, and those of the JVM about the program. The messages
    /// of others may quote data: an invalid number, a statement with its arguments, a row that violates a
    /// constraint.
    private static boolean isSafe(Throwable e) {
        String type = e.getClass().getName();
        return type.startsWith(OWN)
                || type.startsWith("java.io.")
                || type.startsWith("java.net.")
                || type.startsWith("java.nio.file.")
                || e instanceof NullPointerException
                || e instanceof IndexOutOfBoundsException
                || e instanceof ClassCastException
                || e instanceof VirtualMachineError
                || e instanceof LinkageError;
    }

    /// Where the innermost exception was thrown, and the callers, nearest first.
    private static String places(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
            root = Objects.requireNonNull(root.getCause());
        }
        StringBuilder places = new StringBuilder();
        StackTraceElement[] frames = root.getStackTrace();
        for (int i = 0; i < frames.length && i < MAX_FRAMES; i++) {
            String type = frames[i].getClassName();
            places.append(i == 0 ? "" : " < ")
                    .append(type.substring(type.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frames[i].getMethodName())
                    .append(':')
                    .append(frames[i].getLineNumber());
        }
        return places.isEmpty() ? "unknown" : places.toString();
    }
}
