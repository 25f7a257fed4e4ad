package dev.carga.bootstrap.cli.client;

import dev.carga.bootstrap.settings.InvalidSettingException;
import java.net.URI;
import java.util.List;

/// The URL of a server, `--url`.
public final class ServerUrl {

    public static final String DEFAULT = "http://127.0.0.1:8080";

    private static final int MAX_PORT = 65_535;

    private ServerUrl() {}

    /// @throws InvalidSettingException if no server can have this URL
    static URI checked(URI url) {
        if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new InvalidSettingException("--url must look like http://host:port");
        }
        if (url.getPort() > MAX_PORT) {
            throw new InvalidSettingException("--url names the port " + url.getPort() + ": the highest is " + MAX_PORT);
        }
        return url;
    }

    /// For messages: without a user and a password before the host.
    public static String withoutPassword(URI url) {
        return url.toString().replaceFirst("//[^/]*@", "//");
    }
}
