package dev.carga.bootstrap.settings;

import dev.carga.domain.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads secrets from files: `DB_PASS_FILE=/run/secrets/db_pass` sets `DB_PASS` to the content of that file.
/// Docker Swarm and Kubernetes provide secrets as files, and everyone who may inspect a process sees its
/// variables.
public final class SecretFiles {

    /// The variables that hold or may hold a secret.
    public static final List<String> VARIABLES = List.of(
            "CARGA_DATABASE_URL",
            "CARGA_DATABASE_PASSWORD",
            "CARGA_AMQP_URL",
            "CARGA_WEBHOOK_SECRET",
            "DB_PASS",
            "RABBIT_PASS");

    private static final String SUFFIX = "_FILE";

    private SecretFiles() {}

    /// The variables, with those added that `…_FILE` variables name.
    ///
    /// @throws InvalidSettingException if a file cannot be read or is empty, or both variables of a secret are
    ///                                 set
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

    /// Without the line end that editors and `echo` append.
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
