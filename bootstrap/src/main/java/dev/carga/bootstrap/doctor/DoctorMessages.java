package dev.carga.bootstrap.doctor;

import java.time.Duration;
import java.util.Locale;

/// Sizes and times for people.
final class DoctorMessages {

    private DoctorMessages() {}

    static String bytes(long bytes) {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
        }
        return (bytes >> 20) + " MB";
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
