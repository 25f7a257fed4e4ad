package dev.carga.adapters.http.webhook;

import dev.carga.adapters.http.settings.WebhookSecret;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.notify.Messenger;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends webhooks in the format of Standard Webhooks. Connects only to the URL's host, and uses only the status of the
/// response: no redirects, proxies, cookies or authentication, and at most 4 KiB of the response body.
public final class WebhookMessenger implements Messenger, AutoCloseable {

    /// @param connect to connect to one address, and for the TLS handshake
    /// @param total   for the whole call, including name resolution and the response
    record Timeouts(Duration connect, Duration total) {
        static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /// Without a charset (RFC 8259, 11).
    private static final ContentType JSON = ContentType.create("application/json");

    private static final Logger LOG = LoggerFactory.getLogger(WebhookMessenger.class);

    private static final int MAX_RESPONSE_BYTES = 4 << 10;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_LINE_LENGTH = 8 << 10;
    private static final int MAX_CONNECTIONS = 100;

    /// How long a cancelled call may take to return.
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(1);

    private final WebhookSecret secret;
    private final InstantSource clock;
    private final Timeouts timeouts;
    private final CloseableHttpClient client;

    /// @throws IllegalArgumentException if the settings have no secret
    public WebhookMessenger(WebhookSettings settings, InstantSource clock) {
        this(settings, clock, Timeouts.DEFAULT, SystemDefaultDnsResolver.INSTANCE);
    }

    WebhookMessenger(WebhookSettings settings, InstantSource clock, Timeouts timeouts, DnsResolver resolver) {
        @Nullable WebhookSecret given = settings.secret();
        if (given == null) {
            throw new IllegalArgumentException("Webhooks need a secret");
        }
        this.secret = given;
        this.clock = clock;
        this.timeouts = timeouts;
        this.client = client(timeouts, new CheckedResolver(resolver, settings.privateAddresses()));
    }

    private static CloseableHttpClient client(Timeouts timeouts, DnsResolver resolver) {
        Timeout connect = Timeout.of(timeouts.connect());
        Timeout whole = Timeout.of(timeouts.total());
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .setMaxLineLength(MAX_LINE_LENGTH)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(whole)
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(whole)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                // Never a proxy, not even one from system properties.
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                // Every message opens a connection, so that the address is resolved and checked again.
                .setConnectionReuseStrategy((_, _, _) -> false)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setUserAgent("Carga")
                .build();
    }

    @Override
    public DeliveryResult send(String url, UploadView ended) {
        HttpPost request = request(url, ended);
        FutureTask<DeliveryResult> call = new FutureTask<>(() -> call(request));
        Thread caller = Thread.ofVirtual().name("webhook").start(call);
        try {
            return call.get(timeouts.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return cancel(request, call, caller);
        } catch (InterruptedException _) {
            request.cancel();
            caller.interrupt();
            Thread.currentThread().interrupt();
            return new DeliveryResult.NoResponse("Cancelled: this process is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Sending a webhook failed", e.getCause());
        }
    }

    /// Cancels a call that took too long. If the status had arrived and only the body was slow, the status counts. Name
    /// resolution cannot be interrupted; its thread is left to end by itself.
    private DeliveryResult cancel(HttpPost request, FutureTask<DeliveryResult> call, Thread caller) {
        request.cancel();
        caller.interrupt();
        try {
            DeliveryResult result = call.get(CANCEL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return result instanceof DeliveryResult.NoResponse ? tooSlow() : result;
        } catch (TimeoutException | ExecutionException _) {
            return tooSlow();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return tooSlow();
        }
    }

    private DeliveryResult.NoResponse tooSlow() {
        return new DeliveryResult.NoResponse("No response within " + seconds(timeouts.total()));
    }

    private static String seconds(Duration time) {
        return (time.toMillis() / 1000.0 + " s").replace(".0 ", " ");
    }

    private HttpPost request(String url, UploadView ended) {
        String id = ended.id().toString();
        long now = clock.instant().getEpochSecond();
        byte[] body = UploadJson.event(ended);
        HttpPost request = new HttpPost(URI.create(url).toASCIIString());
        request.setHeader("Connection", "close");
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", now);
        request.setHeader("webhook-signature", secret.signature(id, now, body));
        request.setEntity(new ByteArrayEntity(body, JSON));
        return request;
    }

    private DeliveryResult call(HttpPost request) {
        ClassicHttpResponse response;
        try {
            response = client.executeOpen(null, request, null);
        } catch (IOException e) {
            return failure(e);
        }
        discardBody(response, request);
        return new DeliveryResult.Status(response.getCode());
    }

    /// Reads a short body, so that its sender sees no broken connection. A long body is not read to its end: the
    /// request
    /// is cancelled first, because closing the response would read the rest.
    private static void discardBody(ClassicHttpResponse response, HttpPost request) {
        try (response) {
            @Nullable HttpEntity entity = response.getEntity();
            if (entity != null) {
                int _ = entity.getContent().readNBytes(MAX_RESPONSE_BYTES).length;
            }
            request.cancel();
        } catch (IOException e) {
            LOG.debug("event=webhook_answer_cut cause={}", e.toString());
        }
    }

    private DeliveryResult failure(IOException failure) {
        return switch (failure) {
            case CheckedResolver.ForbiddenException _ ->
                new DeliveryResult.Forbidden("The host has a private address, which webhooks must not call");
            case UnknownHostException _ -> new DeliveryResult.NoResponse("The host name cannot be resolved");
            case ConnectTimeoutException _ ->
                new DeliveryResult.NoResponse("No connection within " + seconds(timeouts.connect()));
            case SocketTimeoutException _ -> tooSlow();
            case SSLException e -> new DeliveryResult.NoResponse("TLS connection failed: " + e.getMessage());
            case ConnectException _ -> new DeliveryResult.NoResponse("Connection refused");
            default ->
                new DeliveryResult.NoResponse(
                        "The connection was lost (" + failure.getClass().getSimpleName() + ")");
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
