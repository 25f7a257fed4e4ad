package dev.carga.adapters.http.report;

import java.util.ArrayList;
import java.util.List;

/// The fields of one line with a separator and RFC 4180 quotes. A malformed quote is an ordinary character, as it
/// is when the file is loaded.
///
/// @param starts the index of the first character of each field, ascending; the first one is 0
record DelimitedFields(String line, List<Integer> starts) {

    static DelimitedFields of(String line, char separator) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int next = endOfField(line, 0, separator);
        while (next >= 0) {
            starts.add(next + 1);
            next = endOfField(line, next + 1, separator);
        }
        return new DelimitedFields(line, List.copyOf(starts));
    }

    int count() {
        return starts.size();
    }

    int start(int field) {
        return starts.get(field);
    }

    /// The values, without surrounding spaces and quotes.
    List<String> values() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) - 1 : line.length();
            String field = line.substring(starts.get(i), end).strip();
            boolean quoted = field.startsWith("\"") && endOfQuotes(field, 0) == field.length();
            values.add(quoted ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field);
        }
        return values;
    }

    /// The index of the separator that ends the field; -1 for the last field.
    private static int endOfField(String line, int from, char separator) {
        int begin = from;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        int end = begin < line.length() && line.charAt(begin) == '"' ? endOfQuotes(line, begin) : -1;
        int behind = end;
        while (behind >= 0 && behind < line.length() && line.charAt(behind) == ' ') {
            behind++;
        }
        boolean quoted = behind >= 0 && (behind == line.length() || line.charAt(behind) == separator);
        return line.indexOf(separator, quoted ? behind : from);
    }

    /// The index after the closing quote; -1 if the quote is not closed.
    private static int endOfQuotes(String line, int begin) {
        int i = begin + 1;
        while (i < line.length() && (line.charAt(i) != '"' || line.startsWith("\"\"", i))) {
            i += line.charAt(i) == '"' ? 2 : 1;
        }
        return i < line.length() ? i + 1 : -1;
    }

    /// Leaves out the values: the line may contain personal data, and this text may end up in a log.
    @Override
    public String toString() {
        return "DelimitedFields[count=" + count() + "]";
    }
}
