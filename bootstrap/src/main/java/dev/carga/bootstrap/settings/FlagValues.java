package dev.carga.bootstrap.settings;

/// Checks of single values of flags and variables.
public final class FlagValues {

    /// The host of a URL and its port, if it has one, as the groups `host` and `port`. [java.net.URI] would reject
    /// a host with an underscore, as compose files have them.
    static final String HOST_AND_PORT = "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:(?<port>[0-9]+))?";

    private FlagValues() {}

    /// @throws InvalidSettingException if the value is less than 1
    static void atLeastOne(String flag, int value) {
        atLeast(flag, value, 1);
    }

    /// Checks the value of a flag.
    ///
    /// @throws InvalidSettingException if the value is less than the minimum
    public static void atLeast(String flag, int value, int minimum) {
        if (value < minimum) {
            throw new InvalidSettingException(flag + " is " + value + ": it must be at least " + minimum);
        }
    }

    /// @param name of the flag or variable, for the message
    /// @throws InvalidSettingException if the text is not a port number
    static int port(String name, String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Refused below.
        }
        throw new InvalidSettingException(name + " is \"" + text + "\": it must be a number from 1 to 65535");
    }
}
