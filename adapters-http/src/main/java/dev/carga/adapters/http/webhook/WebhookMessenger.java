package dev.carga.adapters.http.webhook;

import dev.carga.adapters.http.callback.WebhookSecret;
import dev.carga.adapters.http.callback.WebhookSettings;
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

/// Sends messages by HTTP, in the form of Standard Webhooks. Goes nowhere but where the URL says, and takes nothing
/// from there but a status: no redirects, no proxy, no cookies, no authentication, no more than some KB of an answer.
public final class WebhookMessenger implements Messenger, AutoCloseable {

    /// How long a call may take.
    ///
    /// @param connect to one address
    /// @param whole   with the look-up of the name, and whatever the other side does
    record Limits(Duration connect, Duration whole) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    /// It has no charset: RFC 8259, 11.
    private static final ContentType JSON = ContentType.create("application/json");

    private static final Logger LOG = LoggerFactory.getLogger(WebhookMessenger.class);

    private static final int MOST_ANSWER_BYTES = 4 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_LINE = 8 << 10;
    private static final int CONNECTIONS = 100;

    /// From the order to stop until whoever has hung up may have said so.
    private static final Duration HANGING_UP = Duration.ofSeconds(1);

    private final WebhookSecret secret;
    private final InstantSource clock;
    private final Limits limits;
    private final CloseableHttpClient client;

    /// @throws IllegalArgumentException if the settings have no secret
    public WebhookMessenger(WebhookSettings settings, InstantSource clock) {
        this(settings, clock, Limits.USUAL, SystemDefaultDnsResolver.INSTANCE);
    }

    WebhookMessenger(WebhookSettings settings, InstantSource clock, Limits limits, DnsResolver names) {
        @Nullable WebhookSecret given = settings.secret();
        if (given == null) {
            throw new IllegalArgumentException("Without a secret there are no webhooks");
        }
        this.secret = given;
        this.clock = clock;
        this.limits = limits;
        this.client = client(limits, new CheckedResolver(names, settings.privateAddresses()));
    }

    private static CloseableHttpClient client(Limits limits, DnsResolver resolver) {
        Timeout connect = Timeout.of(limits.connect());
        Timeout whole = Timeout.of(limits.whole());
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(MOST_HEADERS)
                                        .setMaxLineLength(MOST_LINE)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(whole)
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(whole)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                // No proxy, wherever one may be named.
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                // The name is looked up, and the address looked at, for each message.
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
            return call.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return hangUp(request, call, caller);
        } catch (InterruptedException _) {
            request.cancel();
            caller.interrupt();
            Thread.currentThread().interrupt();
            return new DeliveryResult.Silence("Broken off: this process is leaving");
        } catch (ExecutionException e) {
            throw new IllegalStateException("A message could not be sent", e.getCause());
        }
    }

    /// One whose answer was there, and went on for too long, has answered. A look-up of a name cannot be broken
    /// off, and is left to itself.
    private DeliveryResult hangUp(HttpPost request, FutureTask<DeliveryResult> call, Thread caller) {
        request.cancel();
        caller.interrupt();
        try {
            DeliveryResult answer = call.get(HANGING_UP.toMillis(), TimeUnit.MILLISECONDS);
            return answer instanceof DeliveryResult.Silence ? tooSlow() : answer;
        } catch (TimeoutException | ExecutionException _) {
            return tooSlow();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return tooSlow();
        }
    }

    private DeliveryResult.Silence tooSlow() {
        return new DeliveryResult.Silence("No answer within " + seconds(limits.whole()));
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
            return answer(e);
        }
        passOver(response, request);
        return new DeliveryResult.Status(response.getCode());
    }

    /// Who sends a short answer sees it taken, and no connection that breaks. The rest of a long one is not
    /// waited for: to close it would read it to its end, were the connection not cut before.
    private static void passOver(ClassicHttpResponse response, HttpPost request) {
        try (response) {
            @Nullable HttpEntity entity = response.getEntity();
            if (entity != null) {
                int _ = entity.getContent().readNBytes(MOST_ANSWER_BYTES).length;
            }
            request.cancel();
        } catch (IOException e) {
            LOG.debug("event=webhook_answer_cut cause={}", e.toString());
        }
    }

    private DeliveryResult answer(IOException failure) {
        return switch (failure) {
            case CheckedResolver.ForbiddenException _ ->
                new DeliveryResult.Forbidden("The host leads to a private address, and such are not called from here");
            case UnknownHostException _ -> new DeliveryResult.Silence("The name of the host is not known");
            case ConnectTimeoutException _ ->
                new DeliveryResult.Silence("No connection within " + seconds(limits.connect()));
            case SocketTimeoutException _ -> tooSlow();
            case SSLException e -> new DeliveryResult.Silence("No TLS connection: " + e.getMessage());
            case ConnectException _ -> new DeliveryResult.Silence("No connection: it was refused");
            default ->
                new DeliveryResult.Silence(
                        "The connection broke (" + failure.getClass().getSimpleName() + ")");
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
