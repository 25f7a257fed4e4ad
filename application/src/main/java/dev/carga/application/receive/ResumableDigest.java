package dev.carga.application.receive;

/// The SHA-256 of a file that comes in several requests. For one thread. (The state of the JDK's own digest
/// cannot be saved.)
public interface ResumableDigest {

    void update(byte[] bytes, int from, int to);

    /// The state from which [Factory#resume] continues, in any process.
    byte[] state();

    /// The SHA-256 of all bytes so far; the digest takes no more bytes afterwards.
    byte[] digest();

    /// Creates digests.
    interface Factory {

        ResumableDigest begin();

        /// A digest in a state that was saved.
        ///
        /// @throws IllegalArgumentException if the bytes are not a state
        ResumableDigest resume(byte[] state);
    }
}
