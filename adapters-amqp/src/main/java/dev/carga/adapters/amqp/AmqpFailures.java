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

/// Reads the client's exceptions: which of them pass by themselves, and which need somebody's hand.
final class AmqpFailures {

    private AmqpFailures() {}

    static InfrastructureException connecting(String where, ConnectionFactory factory, Exception e) {
        String who = "user " + factory.getUsername() + " and vhost " + factory.getVirtualHost();
        if (e instanceof AuthenticationFailureException) {
            return new InfrastructureException.Permanent(
                    "The broker at " + where + " refuses the password of user " + factory.getUsername()
                            + ": correct the credentials in its address",
                    e);
        }
        if (e instanceof PossibleAuthenticationFailureException) {
            // A connection that is cut at the wrong moment looks the same.
            return new InfrastructureException.Transient(
                    "The broker at " + where + " hung up during the login; check " + who, e);
        }
        if (e instanceof ProtocolVersionMismatchException) {
            return new InfrastructureException.Permanent("What listens at " + where + " does not speak AMQP 0-9-1", e);
        }
        return switch (replyCode(e)) {
            case AMQP.NOT_ALLOWED, AMQP.ACCESS_REFUSED, AMQP.NOT_FOUND ->
                new InfrastructureException.Permanent(
                        "The broker at " + where + " lets nobody in as " + who + ": " + reason(e), e);
            default -> new InfrastructureException.Transient("No broker at " + where + ": " + reason(e), e);
        };
    }

    static InfrastructureException declaring(String queue, Exception e) {
        return switch (replyCode(e)) {
            case AMQP.PRECONDITION_FAILED ->
                new InfrastructureException.Permanent(
                        "The queue " + queue + " exists with other properties than Carga's. Delete it (the parts are"
                                + " safe in the database and are sent again), or configure another queue name. The"
                                + " broker says: " + reason(e),
                        e);
            case AMQP.ACCESS_REFUSED, AMQP.NOT_ALLOWED ->
                new InfrastructureException.Permanent(
                        "The broker does not let this user declare the queue " + queue + ": " + reason(e), e);
            case AMQP.NOT_IMPLEMENTED, AMQP.COMMAND_INVALID ->
                new InfrastructureException.Permanent(
                        "The broker cannot keep the queue " + queue + " (RabbitMQ 3.10 or later can): " + reason(e), e);
            default ->
                new InfrastructureException.Transient("The queue " + queue + " was not declared: " + reason(e), e);
        };
    }

    /// What goes wrong on a connection that worked before: worth a new connection, whose failure then tells more.
    static InfrastructureException working(String what, Exception e) {
        if (replyCode(e) == AMQP.ACCESS_REFUSED) {
            return new InfrastructureException.Permanent(
                    "The broker does not let this user " + what + ": " + reason(e), e);
        }
        return new InfrastructureException.Transient("The broker did not " + what + ": " + reason(e), e);
    }

    /// The client gives null for a channel when the connection has none left.
    static Channel present(@Nullable Channel channel) throws IOException {
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        return channel;
    }

    /// What the broker gave as its reason, else what the exception says.
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

    /// The broker's reply code, or 0 when the failure is not the broker's word.
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
