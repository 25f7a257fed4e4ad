package dev.carga.bootstrap.doctor;

import dev.carga.domain.Nullable;

/// The result of one check.
///
/// @param what   was checked, in a word or two
/// @param found  the state of it; holds no password
/// @param advice what to do about it; null if there is nothing to do
public record Finding(
        Level level, String what, String found, @Nullable String advice) {

    /// The severity.
    public enum Level {
        OK,
        /// Works, but may cause trouble.
        WARN,
        /// Does not work, or breaks a promise of Carga.
        FAIL,
        /// Could not be checked.
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
