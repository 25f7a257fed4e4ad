package dev.carga.bootstrap.settings;

import dev.carga.domain.Nullable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A parsed `--database-url`, `postgresql://user:password@host:port/database?parameters`. `jdbc:` before it and
/// `postgres` as its scheme are accepted.
///
/// @param jdbcUrl  without user and password
/// @param user     percent-decoded; null or empty if the URL names none
/// @param password percent-decoded; null if the URL holds none
record DatabaseUrl(
        String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final Pattern FORM =
            Pattern.compile("(jdbc:)?postgres(ql)?://((?<user>[^:@/?]*)(:(?<password>[^@/?]*))?@)?"
                    + FlagValues.HOST_AND_PORT + "/(?<database>[^/?]+)(?<parameters>[?].*)?");

    /// No message shows the text: it may hold a password.
    ///
    /// @throws InvalidSettingException if the text has another form
    static DatabaseUrl parse(String text) {
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            throw new InvalidSettingException(
                    "--database-url must look like postgresql://user:password@host:port/database");
        }
        @Nullable String port = url.group("port");
        @Nullable String parameters = url.group("parameters");
        String jdbcUrl = "jdbc:postgresql://" + url.group("host") + ":"
                + FlagValues.port("--database-url's port", port == null ? "5432" : port) + "/" + url.group("database")
                + (parameters == null ? "" : parameters);
        return new DatabaseUrl(jdbcUrl, decode(url.group("user")), decode(url.group("password")));
    }

    private static @Nullable String decode(@Nullable String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new InvalidSettingException("--database-url has a % that begins no escape: write %25 for one in the"
                    + " user's name or the password, or set CARGA_DATABASE_PASSWORD");
        }
    }

    /// Without the password.
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
