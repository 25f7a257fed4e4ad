package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings are validated on creation, and never show the password.
class RabbitMqSettingsTest {

    private static final String URI = "amqp://user:s3cret@broker:5672/carga";

    @Test
    void deadLetterQueueIsNamedAfterTheQueue() {
        assertThat(RabbitMqSettings.at(URI).queue()).isEqualTo("carga.parts");
        assertThat(RabbitMqSettings.at(URI).withQueue("p").deadQueue()).isEqualTo("p.dead");
    }

    @Test
    void textDoesNotContainThePassword() {
        assertThat(RabbitMqSettings.at(URI)).asString().contains("broker:5672").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "amq.mine"})
    void blankOrReservedQueueNameIsRefused(String name) {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThatThrownBy(() -> settings.withQueue(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooLongQueueNameIsRefused() {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThat(settings.withQueue("q".repeat(250)).queue()).hasSize(250);
        assertThatThrownBy(() -> settings.withQueue("ç".repeat(126))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zeroLimitAndZeroTimeoutAreRefused() {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThatThrownBy(() -> settings.withDeliveryLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherSchemeIsRefusedWithoutShowingThePassword() {
        assertThatThrownBy(() -> RabbitMqSettings.at("http://user:s3cret@broker"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"amqp://user:s3cret{@broker", "amqp://user:s3cret@broker:port/", "amqp://user:s3cret@b/v/w"})
    void malformedAddressIsRefusedPermanentlyWithoutShowingThePassword(String uri) {
        assertThatThrownBy(() -> new RabbitMqPartQueue(RabbitMqSettings.at(uri)).close())
                .isInstanceOf(InfrastructureException.Permanent.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
