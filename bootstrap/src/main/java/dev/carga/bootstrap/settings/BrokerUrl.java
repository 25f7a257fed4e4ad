package dev.carga.bootstrap.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A checked `--amqp-url`, `amqp://user:password@host:port/vhost` or `amqps://…`.
///
/// @param uri may hold a password
record BrokerUrl(String uri) {

    private static final Pattern FORM =
            Pattern.compile("amqps?://([^@/?]*@)?" + FlagValues.HOST_AND_PORT + "(/[^/]*)?");

    /// No message shows the text: it may hold a password.
    ///
    /// @throws InvalidSettingException if the text has another form
    static BrokerUrl parse(String text) {
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            throw new InvalidSettingException("--amqp-url must look like amqp://user:password@host:port/vhost");
        }
        if (url.group("port") != null) {
            int _ = FlagValues.port("--amqp-url's port", url.group("port"));
        }
        return new BrokerUrl(text);
    }

    /// Nothing of the URI, which may hold a password.
    @Override
    public String toString() {
        return "BrokerUrl";
    }
}
