package dev.carga.domain.upload;

import dev.carga.domain.Nullable;

/// Why a part was not loaded. Trying again with nothing changed would fail again: it is the data's fault, or
/// a worker cannot bear it.
///
/// @param message for the person who sent the file, in PostgreSQL's words where PostgreSQL refused the rows; it
///                may name the offending value, so it is never logged
/// @param line    the offending line of the file, from 1, where one is known
public record PartFailure(
        Code code, String message, @Nullable Long line) {

    /// The failure of a part that cannot be read at all.
    public static PartFailure unreadable() {
        return new PartFailure(Code.UNREADABLE_PART, "This part cannot be read back; send the file again", null);
    }

    /// The failure of a part whose workers did not live to tell what became of it.
    ///
    /// @param attempts how often it was tried
    public static PartFailure givenUp(int attempts) {
        return new PartFailure(
                Code.GIVEN_UP,
                "Given up after " + attempts + " attempts, none of which came to an end: the worker ran out of memory,"
                        + " was killed, or failed each time. Look at the workers' logs, give them more memory or send"
                        + " smaller parts, then retry",
                null);
    }

    /// Stable names of the reasons.
    public enum Code {
        /// A CPF stands in the table already, or twice in the part.
        DUPLICATE_CPF("duplicate_cpf"),
        /// PostgreSQL refused the rows for another reason.
        REFUSED_BY_DATABASE("refused_by_database"),
        /// What is stored of the part cannot be read back.
        UNREADABLE_PART("unreadable_part"),
        /// Its workers died or failed each time they loaded it.
        GIVEN_UP("given_up");

        private final String key;

        Code(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }
}
