package dev.carga.adapters.http.exchange;

import dev.carga.application.InfrastructureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the sender of a request learns of a failure of ours: that it happened. The log tells the rest.
public final class InfrastructureErrors {

    private static final Logger LOG = LoggerFactory.getLogger(InfrastructureErrors.class);

    private InfrastructureErrors() {}

    public static Problem problemOf(Throwable failure) {
        if (failure instanceof InfrastructureException.Transient) {
            LOG.warn("event=store_away cause={}", failure.getMessage());
            return Problem.STORE_AWAY;
        }
        LOG.error("event=request_failed", failure);
        return Problem.INTERNAL_ERROR;
    }
}
