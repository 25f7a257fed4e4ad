package dev.carga.adapters.postgres.schema;

import dev.carga.adapters.postgres.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/// The migration files, and schemas of older programs.
public final class Migrations {

    static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

    private static final Pattern NAME = Pattern.compile("V([0-9]+)__[a-z0-9_]+\\.sql");

    private Migrations() {}

    /// The migrations in the order of their versions.
    public static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted(Comparator.comparingInt(Migrations::version)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> versions() {
        return files().stream().map(Migrations::version).toList();
    }

    public static int version(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalStateException(file + " has no name of a migration");
        }
        return Integer.parseInt(name.group(1));
    }

    /// Creates the schema of a version.
    public static void to(int version, DatabaseSettings settings) {
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:db/migration")
                .table(SchemaState.HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(Integer.toString(version))
                .load()
                .migrate();
    }
}
