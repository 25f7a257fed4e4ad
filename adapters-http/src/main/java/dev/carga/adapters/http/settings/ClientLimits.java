package dev.carga.adapters.http.settings;

import java.time.Duration;

/// Limits on what clients may use, so that neither many of them nor slow ones use up the server.
///
/// @param uploads        files received at the same time; one more is refused before its body is read
/// @param connections    open connections; more wait to be accepted until others are closed
/// @param bytesPerSecond minimum average rate of a body; a slower client is disconnected. Only time that the
///                       server spends waiting for bytes counts. 0 for no minimum
/// @param averagedOver   period over which the rate is averaged
/// @param fileBytes      maximum size of a file, unpacked; a body that announces more is refused before it is
///                       read
public record ClientLimits(int uploads, int connections, int bytesPerSecond, Duration averagedOver, long fileBytes) {

    /// A modem of the 1990s is ten times as fast.
    public static final int BYTES_PER_SECOND = 500;

    public static final int CONNECTIONS = 2000;

    /// Uploads are limited by connections alone: their limit depends on memory, which is not known here.
    public static final ClientLimits USUAL =
            new ClientLimits(Integer.MAX_VALUE, CONNECTIONS, BYTES_PER_SECOND, Duration.ofSeconds(30), Long.MAX_VALUE);

    /// @throws IllegalArgumentException with a message for the operator who set the value
    public ClientLimits {
        if (uploads < 1 || connections < 1) {
            throw new IllegalArgumentException("At least one upload and one connection must be allowed");
        }
        if (fileBytes < 1) {
            throw new IllegalArgumentException("A file may have at least one byte, not " + fileBytes);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("Bytes per second are 0, for no limit, or more, not " + bytesPerSecond);
        }
    }

    /// With files of any size.
    public ClientLimits(int uploads, int connections, int bytesPerSecond, Duration averagedOver) {
        this(uploads, connections, bytesPerSecond, averagedOver, Long.MAX_VALUE);
    }

    public ClientLimits withUploads(int number) {
        return new ClientLimits(number, connections, bytesPerSecond, averagedOver, fileBytes);
    }

    public ClientLimits withFileBytes(long maximum) {
        return new ClientLimits(uploads, connections, bytesPerSecond, averagedOver, maximum);
    }
}
