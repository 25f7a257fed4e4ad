package dev.carga.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The password of the embedded server. It needs one because other users of the machine reach a loopback port
/// too. Generated once, and readable only by the owner of the home folder.
final class Password {
    private static final int RANDOM_BYTES = 24;

    private Password() {}

    static String ofHome(Path home) throws IOException {
        Path file = home.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path unfinished = home.resolve("password.new");
        Files.deleteIfExists(unfinished);
        writePrivately(unfinished, password);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    /// Writes a file that other users can never read, not even while it is empty.
    static void writePrivately(Path file, String password) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
    }
}
