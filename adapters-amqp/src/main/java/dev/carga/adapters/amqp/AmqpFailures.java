package dev.carga.adapters.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ProtocolVersionMismatchException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.io.IOException;

/// Classifies the client's exceptions: transient ones pass without action, permanent ones need an operator.
final class AmqpFailures {

    private AmqpFailures() {}

    /// A failure to connect.
    ///
    /// @param where host and port
    static InfrastructureException connecting(String where, ConnectionFactory factory, Exception e) {
        String login = "user " + factory.getUsername() + " and vhost " + factory.getVirtualHost();
        if (e instanceof AuthenticationFailureException) {
            return new InfrastructureException.Permanent(
                    "The broker at " + where + " refuses the password of user " + factory.getUsername()
                            + ": correct the credentials in its address",
                    e);
        }
        if (e instanceof PossibleAuthenticationFailureException) {
            // A connection that breaks during the login looks the same.
            return new InfrastructureException.Transient(
                    "The broker at " + where + " closed the connection during the login; check " + login, e);
        }
        if (e instanceof ProtocolVersionMismatchException) {
            return new InfrastructureException.Permanent("The server at " + where + " does not speak AMQP 0-9-1", e);
        }
        return switch (replyCode(e)) {
            case AMQP.NOT_ALLOWED, AMQP.ACCESS_REFUSED, AMQP.NOT_FOUND ->
                new InfrastructureException.Permanent(
                        "The broker at " + where + " refuses " + login + ": " + reason(e), e);
            default -> new InfrastructureException.Transient("No broker at " + where + ": " + reason(e), e);
        };
    }

    /// A failure to declare a queue.
    static InfrastructureException declaring(String queue, Exception e) {
        return switch (replyCode(e)) {
            case AMQP.PRECONDITION_FAILED ->
                new InfrastructureException.Permanent(
                        "The queue " + queue + " exists with properties that differ from Carga's. Delete it (the parts"
                                + " are safe in the database and are sent again), or configure another queue name."
                                + " The broker says: " + reason(e),
                        e);
            case AMQP.ACCESS_REFUSED, AMQP.NOT_ALLOWED ->
                new InfrastructureException.Permanent(
                        "The broker does not let this user declare the queue " + queue + ": " + reason(e), e);
            case AMQP.NOT_IMPLEMENTED, AMQP.COMMAND_INVALID ->
                new InfrastructureException.Permanent(
                        "The broker does not support the queue " + queue + " (RabbitMQ 3.10 or later does): "
                                + reason(e),
                        e);
            default ->
                new InfrastructureException.Transient("The queue " + queue + " was not declared: " + reason(e), e);
        };
    }

    /// A failure on a connection that worked before. Callers retry on a new connection, whose failure is more
    /// specific.
    ///
    /// @param what what the broker did not do, such as `take a message`
    static InfrastructureException working(String what, Exception e) {
        if (replyCode(e) == AMQP.ACCESS_REFUSED) {
            return new InfrastructureException.Permanent(
                    "The broker does not let this user " + what + ": " + reason(e), e);
        }
        return new InfrastructureException.Transient("The broker did not " + what + ": " + reason(e), e);
    }

    /// The client returns null for a channel if the connection has reached its limit of channels.
    static Channel present(@Nullable Channel channel) throws IOException {
        if (channel == null) {
            throw new IOException("the connection has no free channel");
        }
        return channel;
    }

    /// The broker's reply text, or else the message of the root cause.
    static String reason(Throwable e) {
        ShutdownSignalException signal = signal(e);
        if (signal != null && signal.getReason() instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        if (signal != null && signal.getReason() instanceof AMQP.Connection.Close close) {
            return close.getReplyText();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }

    /// The broker's reply code, or 0 if the broker did not cause the failure.
    static int replyCode(Throwable e) {
        ShutdownSignalException signal = signal(e);
        if (signal == null) {
            return 0;
        }
        Method reason = signal.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return reason instanceof AMQP.Connection.Close close && !signal.isInitiatedByApplication()
                ? close.getReplyCode()
                : 0;
    }

    private static @Nullable ShutdownSignalException signal(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof ShutdownSignalException signal) {
                return signal;
            }
        }
        return null;
    }
}
