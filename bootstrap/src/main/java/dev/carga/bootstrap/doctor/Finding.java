package dev.carga.bootstrap.doctor;

import dev.carga.domain.Nullable;

/// One thing that was looked at.
///
/// @param what   was looked at, in a word or two
/// @param found  what was found; holds no password
/// @param advice what to do about it; null where there is nothing to do
public record Finding(
        Level level, String what, String found, @Nullable String advice) {

    /// How grave it is.
    public enum Level {
        OK,
        /// Works, and may hurt.
        WARN,
        /// Does not work, or not as promised.
        FAIL,
        /// Could not be looked at.
        SKIP
    }

    static Finding ok(String what, String found) {
        return new Finding(Level.OK, what, found, null);
    }

    static Finding warn(String what, String found, String advice) {
        return new Finding(Level.WARN, what, found, advice);
    }

    static Finding fail(String what, String found, String advice) {
        return new Finding(Level.FAIL, what, found, advice);
    }

    static Finding skip(String what, String why) {
        return new Finding(Level.SKIP, what, why, null);
    }
}
