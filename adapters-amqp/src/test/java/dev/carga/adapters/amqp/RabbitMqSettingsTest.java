package dev.carga.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings are sound once they exist, and never tell the password.
class RabbitMqSettingsTest {

    private static final String URI = "amqp://user:s3cret@broker:5672/carga";

    @Test
    void allNamesComeFromTheOneQueue() {
        assertThat(RabbitMqSettings.at(URI).queue()).isEqualTo("carga.parts");
        assertThat(RabbitMqSettings.at(URI).withQueue("p").deadQueue()).isEqualTo("p.dead");
    }

    @Test
    void thePasswordIsNotInTheText() {
        assertThat(RabbitMqSettings.at(URI)).asString().contains("broker:5672").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "amq.mine"})
    void aQueueNeedsANameOfItsOwn(String name) {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThatThrownBy(() -> settings.withQueue(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameLongerThanTheProtocolAllowsIsRefused() {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThat(settings.withQueue("q".repeat(250)).queue()).hasSize(250);
        assertThatThrownBy(() -> settings.withQueue("ç".repeat(126))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersMustMakeSense() {
        RabbitMqSettings settings = RabbitMqSettings.at(URI);

        assertThatThrownBy(() -> settings.withDeliveryLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withBound(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherSchemeIsRefusedWithoutTellingThePassword() {
        assertThatThrownBy(() -> RabbitMqSettings.at("http://user:s3cret@broker"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"amqp://user:s3cret{@broker", "amqp://user:s3cret@broker:port/", "amqp://user:s3cret@b/v/w"})
    void anAddressThatCannotBeReadIsPermanentlyRefusedWithoutTellingThePassword(String uri) {
        assertThatThrownBy(() -> new RabbitMqPartQueue(RabbitMqSettings.at(uri)).close())
                .isInstanceOf(InfrastructureException.Permanent.class)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
