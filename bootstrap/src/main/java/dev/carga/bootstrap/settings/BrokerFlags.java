package dev.carga.bootstrap.settings;

import dev.carga.adapters.amqp.RabbitMqSettings;
import dev.carga.bootstrap.settings.Settings.BrokerSettings;
import dev.carga.domain.Nullable;
import java.util.Map;
import picocli.CommandLine.Option;

/// The flags that name the broker.
final class BrokerFlags {

    @Option(
            names = "--amqp-url",
            paramLabel = "URL",
            description = "RabbitMQ to use, amqp://user:password@host:port/vhost. Default: a queue inside the process.")
    private @Nullable String url;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            defaultValue = RabbitMqSettings.DEFAULT_QUEUE,
            description = "RabbitMQ's queue. Default: ${DEFAULT-VALUE}.")
    private String queue = "";

    /// @param environment has the predecessor's variables
    /// @return null if neither flags nor variables name a broker
    /// @throws InvalidSettingException if a setting is wrong
    @Nullable
    BrokerSettings settings(Map<String, String> environment) {
        @Nullable
        String uri = url == null
                ? PredecessorVariables.amqpUri(environment)
                : BrokerUrl.parse(url).uri();
        return uri == null ? null : new BrokerSettings(uri, queue());
    }

    private String queue() {
        try {
            return RabbitMqSettings.at("amqp://localhost").withQueue(queue).queue();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("--queue cannot be used: " + e.getMessage());
        }
    }
}
