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

/// A summary of the settings, and warnings about combinations that are most likely mistakes.
final class SettingsRules {

    private static final String PREFIX = "CARGA_";

    /// Read by the launcher, by the logger, by tests and by the scripts around them.
    private static final Set<String> NOT_FLAGS = Set.of(
            "CARGA_JAVA_OPTS",
            "CARGA_LOG_LEVEL",
            "CARGA_FIND_JAVA",
            "CARGA_TEST_SERVERS",
            "CARGA_TEST_DATABASE_URL",
            "CARGA_TEST_AMQP_URL");

    /// Variables that Kubernetes sets in every container for a service whose name begins with carga.
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "CARGA(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_[A-Z]+(_[A-Z]+)?)");

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    /// The edit distance up to which a name counts as a misspelling of another.
    private static final int MAX_DISTANCE = 3;

    private SettingsRules() {}

    static List<Finding> judge(Settings settings, Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok("settings", summary(settings)));
        if (settings.role().loads() && settings.window() < settings.workers()) {
            findings.add(warn(
                    "window",
                    "of one upload %d parts wait at a time, and %d are loaded at once: a single file does not keep the"
                                    .formatted(settings.window(), settings.workers())
                            + " workers busy",
                    "raise --window to at least --workers (of all worker processes together)"));
        }
        if (settings.http() != null && ALL_ADDRESSES.contains(settings.http().host())) {
            findings.add(warn(
                    "address",
                    "the server listens on every address of this machine, and Carga has neither login nor TLS",
                    "restrict access to clients that may load files, by a private network or a proxy"));
        }
        if (settings.database() != null) {
            findings.addAll(overridden(environment, "CARGA_DATABASE_URL", "DB_HOST", "DB_NAME"));
        }
        if (settings.broker() != null) {
            findings.addAll(overridden(environment, "CARGA_AMQP_URL", "RABBIT_CONTAINER_DNS"));
        }
        if (settings.database() == null && "false".equalsIgnoreCase(environment.get("CARGA_MIGRATE"))) {
            findings.add(warn(
                    "CARGA_MIGRATE",
                    "false, and ignored: the embedded database is always brought up to date",
                    "remove it, or name a database"));
        }
        return findings;
    }

    private static String summary(Settings settings) {
        List<String> items = new ArrayList<>();
        items.add("role " + settings.role().name().toLowerCase(Locale.ROOT));
        HttpSettings http = settings.http();
        if (http != null) {
            items.add("listens on " + http.host() + ":" + http.port() + ", "
                    + http.limits().uploads() + " uploads and " + http.limits().connections() + " connections at once");
        }
        items.add("database " + (settings.database() == null ? "embedded in " + settings.home() : settings.database()));
        items.add("queue " + (settings.broker() == null ? "in this process" : settings.broker()));
        if (settings.role().loads()) {
            items.add(settings.workers() + " parts at once");
        }
        items.add("parts of " + settings.cutting().maxRows() + " lines or "
                + DoctorMessages.bytes(settings.cutting().maxBytes()) + " at most");
        items.add("window " + settings.window());
        return String.join("; ", items);
    }

    private static List<Finding> overridden(Map<String, String> environment, String by, String... others) {
        List<Finding> findings = new ArrayList<>();
        for (String other : others) {
            if (isSet(environment, by) && isSet(environment, other)) {
                findings.add(warn(other, "ignored, since " + by + " is set too", "remove one of them"));
            }
        }
        return findings;
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /// Variables that look like settings but are not, most often misspelled ones. Nothing else reports them.
    ///
    /// @param known all variables from which a flag of any command takes its value
    static List<Finding> unknownVariables(Map<String, String> environment, Set<String> known) {
        List<Finding> findings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)
                    && !known.contains(variable)
                    && !NOT_FLAGS.contains(variable)
                    && !isOfKubernetes(variable, value)) {
                findings.add(warn(variable, "not a setting of Carga, and ignored", nearest(variable, known)));
            }
        });
        return findings;
    }

    /// A name that ends in PORT may be misspelled, too; Kubernetes' variables of that form hold an address.
    private static boolean isOfKubernetes(String variable, String value) {
        return OF_KUBERNETES.matcher(variable).matches() || (variable.endsWith("_PORT") && value.contains("://"));
    }

    private static String nearest(String variable, Set<String> known) {
        String best = "";
        int distance = MAX_DISTANCE + 1;
        for (String each : known.stream().sorted().toList()) {
            int found = distance(variable, each);
            if (found < distance) {
                distance = found;
                best = each;
            }
        }
        return best.isEmpty()
                ? "remove it; carga serve --help lists the settings"
                : "write " + best + ", if that is meant";
    }

    /// Levenshtein's distance: the letters to insert, delete or replace.
    private static int distance(String one, String other) {
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
