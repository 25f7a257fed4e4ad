package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.bootstrap.settings.Settings.ManagementSettings;
import dev.carga.domain.Nullable;
import picocli.CommandLine.Option;

/// The flags of the HTTP servers: the one that receives files, and the one for management.
public final class HttpFlags {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "URL at which clients reach this server. Default: taken from each request.")
    private @Nullable String publicUrl;

    @Option(
            names = "--uploads",
            paramLabel = "N",
            description = "Maximum number of files received at the same time; more are refused. Default: as many as"
                    + " memory allows.")
    private @Nullable Integer uploads;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Maximum number of open connections; more wait. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--min-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Bytes per second that a sender must keep up on average; 0 for no minimum. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int minRate;

    @Option(
            names = "--max-file-bytes",
            paramLabel = "N",
            description = "Maximum size of a file in bytes, decompressed. Default: no limit.")
    private @Nullable Long maxFileBytes;

    @Option(
            names = "--webhook-secret",
            paramLabel = "SECRET",
            description =
                    "Turns on webhooks, which an upload asks for with webhook=URL, and signs them with this secret:"
                            + " whsec_ and a key in Base64, or any text. Prefer the variable CARGA_WEBHOOK_SECRET. Default:"
                            + " webhooks are off.")
    private @Nullable String webhookSecret;

    @Option(
            names = "--webhook-allow-private",
            description = "Send webhooks to private addresses too, such as those of an intranet.")
    private boolean webhookAllowPrivate;

    @Option(
            names = "--management-port",
            paramLabel = "N",
            description = "Serve health and metrics on this port, in every role, and metrics nowhere else; 0 for any"
                    + " free one. Default: both on the port that receives files, if there is one.")
    private @Nullable Integer managementPort;

    /// The HTTP server's settings.
    ///
    /// @throws InvalidSettingException if a flag is wrong
    public HttpSettings settings() {
        checkHost();
        FlagValues.atLeastOne("--uploads", uploads == null ? 1 : uploads);
        FlagValues.atLeastOne("--connections", connections);
        if (uploads != null && uploads > connections) {
            throw new InvalidSettingException("--uploads is " + uploads + " and --connections is " + connections
                    + ": each upload needs a connection");
        }
        if (minRate < 0) {
            throw new InvalidSettingException("--min-rate is " + minRate + ": it must be 0, for no minimum, or more");
        }
        long fileBytes = maxFileBytes == null ? ClientLimits.USUAL.fileBytes() : maxFileBytes;
        if (fileBytes < 1) {
            throw new InvalidSettingException("--max-file-bytes is " + fileBytes + ": it must be 1 or more");
        }
        ClientLimits limits = new ClientLimits(
                uploads == null ? ClientLimits.USUAL.uploads() : uploads,
                connections,
                minRate,
                ClientLimits.USUAL.averagedOver(),
                fileBytes);
        try {
            return new HttpSettings(host, port, publicUrl, HttpSettings.IDLE_TIMEOUT, HttpSettings.STOP_TIMEOUT, limits)
                    .withWebhooks(webhooks());
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(String.valueOf(e.getMessage()));
        }
    }

    /// The management server's settings; null if there is none.
    ///
    /// @throws InvalidSettingException if a flag is wrong
    public @Nullable ManagementSettings management(Role role) {
        @Nullable Integer requested = managementPort;
        if (requested == null) {
            return null;
        }
        if (requested < 0 || requested > 65_535) {
            throw new InvalidSettingException(
                    "--management-port is " + requested + ": it must be a number from 0 to 65535");
        }
        if (requested == port && requested != 0 && role.receives()) {
            throw new InvalidSettingException(
                    "--management-port and --port are both " + port + ": they must be different");
        }
        checkHost();
        return new ManagementSettings(host, requested);
    }

    private void checkHost() {
        if (host.isBlank()) {
            throw new InvalidSettingException("--host is empty: it must be an address such as 127.0.0.1");
        }
    }

    private WebhookSettings webhooks() {
        if (webhookSecret == null) {
            return new WebhookSettings(null, webhookAllowPrivate);
        }
        // The message does not show the secret.
        WebhookSecret secret = WebhookSecret.parse(webhookSecret)
                .orElseThrow(() -> new InvalidSettingException("--webhook-secret holds no key: whsec_ must be followed"
                        + " by one in Base64, such as openssl rand -base64 32 makes"));
        return new WebhookSettings(secret, webhookAllowPrivate);
    }
}
