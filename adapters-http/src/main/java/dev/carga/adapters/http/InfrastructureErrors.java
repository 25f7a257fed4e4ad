package dev.carga.adapters.http;

import dev.carga.application.InfrastructureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the sender of a request learns of a failure of ours: that it happened. The log tells the rest.
final class InfrastructureErrors {

    private static final Logger LOG = LoggerFactory.getLogger(InfrastructureErrors.class);

    private InfrastructureErrors() {}

    static Problem problemOf(Throwable failure) {
        if (failure instanceof InfrastructureException.Transient) {
            LOG.warn("event=store_away cause={}", failure.getMessage());
            return Problem.STORE_AWAY;
        }
        LOG.error("event=request_failed", failure);
        return Problem.INTERNAL_ERROR;
    }
}
