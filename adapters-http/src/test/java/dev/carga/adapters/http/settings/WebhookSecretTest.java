package dev.carga.adapters.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final byte[] BODY = "{\"type\":\"upload.completed\"}".getBytes(StandardCharsets.UTF_8);

    private static String signature(String secret) {
        return WebhookSecret.parse(secret).orElseThrow().signature(ID, 1_764_000_000, BODY);
    }

    /// printf '%s.%s.%s' $ID 1764000000 $BODY | openssl dgst -sha256 -binary -mac HMAC -macopt hexkey:… |
    /// base64
    @Test
    void signatureMatchesOpenssl() {
        assertThat(signature("a secret of thirty-two characters"))
                .isEqualTo("v1,D58s0Vyg0FiRalbBOWvjDolwbzfHyzsZB4tJKbv99wY=");
    }

    @Test
    void aKeyInBase64IsTheSameAsItsLetters() {
        assertThat(signature("whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBjaGFyYWN0ZXJz"))
                .isEqualTo(signature("a secret of thirty-two characters"));
    }

    /// The example that the libraries of Standard Webhooks use in their tests.
    @Test
    void signatureMatchesStandardWebhooksLibraries() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .orElseThrow()
                        .signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void textWithoutKeyIsNoSecretAndSecretIsNotPrinted() {
        assertThat(WebhookSecret.parse("")).isEmpty();
        assertThat(WebhookSecret.parse("whsec_")).isEmpty();
        assertThat(WebhookSecret.parse("whsec_not Base64")).isEmpty();
        assertThat(new WebhookSettings(WebhookSecret.parse("a secret").orElseThrow(), false).toString())
                .doesNotContain("a secret");
    }
}
