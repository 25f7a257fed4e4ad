package dev.carga.application.receive;

/// A SHA-256 over a file that comes in several requests. For one thread. (The JDK's own cannot be written down
/// in the middle.)
public interface ResumableDigest {

    void update(byte[] bytes, int from, int to);

    /// From which [Factory#resume] goes on, in any process.
    byte[] state();

    /// Of all bytes so far; nothing may be added afterwards.
    byte[] digest();

    /// Makes them.
    interface Factory {

        ResumableDigest begin();

        /// One that goes on where another was.
        ///
        /// @throws IllegalArgumentException if that is no state
        ResumableDigest resume(byte[] state);
    }
}
