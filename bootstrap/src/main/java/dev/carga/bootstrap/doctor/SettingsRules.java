package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.bootstrap.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the settings come to, and what about them nobody can have meant.
final class SettingsRules {

    private static final String PREFIX = "CARGA_";

    /// Read by the launcher, by the logger, by tests and by the scripts around them.
    private static final Set<String> BESIDE_THE_FLAGS = Set.of(
            "CARGA_JAVA_OPTS",
            "CARGA_LOG_LEVEL",
            "CARGA_FIND_JAVA",
            "CARGA_TEST_SERVERS",
            "CARGA_TEST_DATABASE_URL",
            "CARGA_TEST_AMQP_URL");

    /// What Kubernetes gives every container for each service, here one whose name begins with carga.
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "CARGA(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_[A-Z]+(_[A-Z]+)?)");

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    /// So many letters may be wrong, in a name that was meant to be another.
    private static final int MOST_SLIPS = 3;

    private SettingsRules() {}

    static List<Finding> judge(Settings settings, Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok("settings", inWords(settings)));
        if (settings.role().loads() && settings.window() < settings.workers()) {
            findings.add(warn(
                    "window",
                    "of one upload %d parts wait at a time, and %d are loaded at once: one file alone does not keep the"
                                    .formatted(settings.window(), settings.workers())
                            + " workers busy",
                    "raise --window to --workers at least (of all worker processes together)"));
        }
        if (settings.http() != null && ALL_ADDRESSES.contains(settings.http().host())) {
            findings.add(warn(
                    "address",
                    "every address of this machine is listened on, and Carga has neither login nor TLS",
                    "let only those in who may load files, by a network of their own or by a proxy before it"));
        }
        if (settings.database() != null) {
            findings.addAll(overruled(environment, "CARGA_DATABASE_URL", "DB_HOST", "DB_NAME"));
        }
        if (settings.broker() != null) {
            findings.addAll(overruled(environment, "CARGA_AMQP_URL", "RABBIT_CONTAINER_DNS"));
        }
        if (settings.database() == null && "false".equalsIgnoreCase(environment.get("CARGA_MIGRATE"))) {
            findings.add(warn(
                    "CARGA_MIGRATE",
                    "false, and not heeded: the embedded database is always brought up to date",
                    "take it away, or name a database"));
        }
        return findings;
    }

    private static String inWords(Settings settings) {
        List<String> words = new ArrayList<>();
        words.add("role " + settings.role().name().toLowerCase(Locale.ROOT));
        HttpSettings http = settings.http();
        if (http != null) {
            words.add("listens on " + http.host() + ":" + http.port() + ", "
                    + http.limits().uploads() + " uploads and " + http.limits().connections() + " connections at once");
        }
        words.add("database " + (settings.database() == null ? "embedded in " + settings.home() : settings.database()));
        words.add("queue " + (settings.broker() == null ? "in this process" : settings.broker()));
        if (settings.role().loads()) {
            words.add(settings.workers() + " parts at once");
        }
        words.add("parts of " + settings.cutting().maxRows() + " lines or "
                + DoctorMessages.bytes(settings.cutting().maxBytes()) + " at most");
        words.add("window " + settings.window());
        return String.join("; ", words);
    }

    private static List<Finding> overruled(Map<String, String> environment, String by, String... others) {
        List<Finding> findings = new ArrayList<>();
        for (String other : others) {
            if (isGiven(environment, by) && isGiven(environment, other)) {
                findings.add(
                        warn(other, "given and not heeded, since " + by + " is given too", "take one of them away"));
            }
        }
        return findings;
    }

    private static boolean isGiven(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /// Variables that look like settings and are none: a slip, most often, and nobody says so.
    ///
    /// @param known all variables that a flag of any command takes its value from
    static List<Finding> unknownVariables(Map<String, String> environment, Set<String> known) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)
                    && !known.contains(variable)
                    && !BESIDE_THE_FLAGS.contains(variable)
                    && !isOfKubernetes(variable, value)) {
                findings.add(warn(variable, "is no setting of Carga's, and not heeded", nearest(variable, known)));
            }
        });
        return findings;
    }

    /// One that ends in PORT alone may be a slip, too; theirs holds an address.
    private static boolean isOfKubernetes(String variable, String value) {
        return OF_KUBERNETES.matcher(variable).matches() || (variable.endsWith("_PORT") && value.contains("://"));
    }

    private static String nearest(String variable, Set<String> known) {
        String best = "";
        int slips = MOST_SLIPS + 1;
        for (String each : known.stream().sorted().toList()) {
            int found = slips(variable, each);
            if (found < slips) {
                slips = found;
                best = each;
            }
        }
        return best.isEmpty()
                ? "take it away; carga serve --help lists the settings"
                : "write " + best + ", if that was meant";
    }

    /// Letters to add, take away or change: Levenshtein's distance.
    private static int slips(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
