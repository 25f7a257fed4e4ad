package dev.carga.bootstrap.settings;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Secrets from files: `DB_PASS_FILE=/run/secrets/db_pass` says that `DB_PASS` is what that file holds. So Docker
/// Swarm and Kubernetes hand secrets out, and a variable is seen by whoever may look at the process.
public final class SecretFiles {

    /// The variables that hold a secret, or may.
    public static final List<String> VARIABLES = List.of(
            "CARGA_DATABASE_URL",
            "CARGA_DATABASE_PASSWORD",
            "CARGA_AMQP_URL",
            "CARGA_WEBHOOK_SECRET",
            "DB_PASS",
            "RABBIT_PASS");

    private static final String SUFFIX = "_FILE";

    private SecretFiles() {}

    /// The same variables, and the secrets that some of them name by a file.
    ///
    /// @throws InvalidSettingException if a file cannot be read or is empty, or a secret is given in both ways
    public static Map<String, String> resolve(Map<String, String> environment) {
        Map<String, String> resolved = new HashMap<>(environment);
        for (String variable : VARIABLES) {
            @Nullable String file = environment.get(variable + SUFFIX);
            if (file == null || file.isBlank()) {
                continue;
            }
            if (!environment.getOrDefault(variable, "").isBlank()) {
                throw new InvalidSettingException(
                        variable + " and " + variable + SUFFIX + " are both set: leave one of them out");
            }
            resolved.put(variable, read(variable + SUFFIX, file.strip()));
        }
        return resolved;
    }

    /// Without the line end that an editor or `echo` puts there.
    private static String read(String variable, String file) {
        String secret;
        try {
            secret = Files.readString(Path.of(file)).replaceFirst("[\\r\\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSettingException(variable + " names \"" + file + "\", which cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
        if (secret.isEmpty()) {
            throw new InvalidSettingException(variable + " names \"" + file + "\", which is empty");
        }
        return secret;
    }
}
