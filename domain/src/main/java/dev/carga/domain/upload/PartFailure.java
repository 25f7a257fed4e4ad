package dev.carga.domain.upload;

import dev.carga.domain.Nullable;

/// Why a part failed. A retry under the same conditions would fail again: either the data is at fault, or
/// loading it kills the worker.
///
/// @param message for the person who sent the file; PostgreSQL's own message if it rejected the rows. It may
///                contain the offending value, so it must never be logged
/// @param line    the offending line of the file, from 1; null if unknown
public record PartFailure(
        Code code, String message, @Nullable Long line) {

    /// The failure of a part whose stored bytes cannot be read.
    public static PartFailure unreadable() {
        return new PartFailure(Code.UNREADABLE_PART, "This part cannot be read back; send the file again", null);
    }

    /// The failure of a part none of whose load attempts ended.
    ///
    /// @param attempts the number of attempts
    public static PartFailure givenUp(int attempts) {
        return new PartFailure(
                Code.GIVEN_UP,
                "Given up after " + attempts + " attempts, none of which came to an end: the worker ran out of memory,"
                        + " was killed, or failed each time. Look at the workers' logs, give them more memory or send"
                        + " smaller parts, then retry",
                null);
    }

    /// The reason, with a stable name.
    public enum Code {
        /// A CPF is already in the table, or twice in the part.
        DUPLICATE_CPF("duplicate_cpf"),
        /// PostgreSQL rejected the rows for another reason.
        REFUSED_BY_DATABASE("refused_by_database"),
        /// The stored bytes of the part cannot be read.
        UNREADABLE_PART("unreadable_part"),
        /// The worker died or failed on every attempt to load the part.
        GIVEN_UP("given_up");

        private final String key;

        Code(String key) {
            this.key = key;
        }

        /// The stable name in JSON and in the database.
        public String key() {
            return key;
        }
    }
}
