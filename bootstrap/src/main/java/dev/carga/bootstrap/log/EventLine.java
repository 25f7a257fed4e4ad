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
/// Our own patterns are in this form already, `event=… key={} {}`: an argument after `=` is a value, one that stands
/// alone is a piece of a line, such as `upload=… part=…`. What a library says is a value as a whole.
///
/// **No document gets through.** What may be somebody else's words, is freed of whatever looks like a CPF or a
/// CNPJ; and of an exception whose message may quote data, the type and the place have to do.
final class EventLine {

    private static final String OWN = "dev.carga.";
    private static final int LONGEST_VALUE = 600;
    private static final int MOST_FRAMES = 8;
    private static final int MOST_CAUSES = 6;

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
            String says = MessageFormatter.basicArrayFormat(pattern, arguments);
            line.append("event=library logger=").append(logger).append(" says=");
            appendValue(line, Documents.masked(String.valueOf(says)));
        }
        if (thrown != null) {
            line.append(" cause=");
            appendValue(line, words(thrown));
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
                appendValue(line, argument instanceof Number ? value : Documents.masked(value));
            } else {
                line.append(argument);
            }
            from = gap + 2;
        }
        line.append(pattern, from, pattern.length());
    }

    private static void appendValue(StringBuilder line, String value) {
        if (PLAIN.matcher(value).matches() && value.length() <= LONGEST_VALUE) {
            line.append(value);
            return;
        }
        line.append('"');
        int end = Math.min(value.length(), LONGEST_VALUE);
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

    /// The exception and what caused it, the type of each, and its message where that quotes no data.
    private static String words(Throwable thrown) {
        StringBuilder words = new StringBuilder();
        @Nullable Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_CAUSES; i++) {
            words.append(i == 0 ? "" : " < ").append(each.getClass().getSimpleName());
            String message = each.getMessage();
            if (message != null && isSafe(each)) {
                words.append(": ").append(Documents.masked(message));
            }
            each = each.getCause();
        }
        return words.toString();
    }

    /// Our own exceptions, those of the network and of files, and those in which the JVM speaks of the program.
    /// Others may hold what they could not read: a number that is none, a statement with its arguments, the row
    /// that a constraint turned down.
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

    /// Where the innermost exception arose, and who had called, nearest first.
    private static String places(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; root.getCause() != null && i < MOST_CAUSES; i++) {
            root = Objects.requireNonNull(root.getCause());
        }
        StringBuilder places = new StringBuilder();
        StackTraceElement[] frames = root.getStackTrace();
        for (int i = 0; i < frames.length && i < MOST_FRAMES; i++) {
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
