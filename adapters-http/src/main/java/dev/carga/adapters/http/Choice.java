package dev.carga.adapters.http;

import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.RejectLimit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// What may be chosen for an upload, in the URL or by a field of the form before the file.
enum Choice {
    ON_DUPLICATE("on_duplicate", "fail", Problem.UNKNOWN_DUPLICATE_POLICY) {
        @Override
        Optional<String> canonical(String value) {
            return DuplicatePolicy.parse(value).map(DuplicatePolicy::key);
        }
    },
    ON_INVALID("on_invalid", "keep", Problem.UNKNOWN_INVALID_POLICY) {
        @Override
        Optional<String> canonical(String value) {
            return InvalidPolicy.parse(value).map(InvalidPolicy::key);
        }
    },
    MAX_REJECTS("max_rejects", "", Problem.MALFORMED_MAX_REJECTS) {
        @Override
        Optional<String> canonical(String value) {
            return RejectLimit.parse(value).map(RejectLimit::toString);
        }
    },
    ON_ABORT("on_abort", "keep", Problem.UNKNOWN_ABORT_POLICY) {
        @Override
        Optional<String> canonical(String value) {
            return AbortPolicy.parse(value).map(AbortPolicy::key);
        }
    },
    DRY_RUN("dry_run", "false", Problem.MALFORMED_FLAG) {
        @Override
        Optional<String> canonical(String value) {
            return flag(value);
        }
    },
    ALLOW_REPEAT("allow_repeat", "false", Problem.MALFORMED_FLAG) {
        @Override
        Optional<String> canonical(String value) {
            return flag(value);
        }
    },
    WEBHOOK("webhook", "", Problem.MALFORMED_WEBHOOK) {
        @Override
        Optional<String> canonical(String value) {
            return url(value);
        }
    };

    private final String key;
    private final String unsaid;
    private final Problem problem;

    Choice(String key, String unsaid, Problem problem) {
        this.key = key;
        this.unsaid = unsaid;
        this.problem = problem;
    }

    String key() {
        return key;
    }

    /// What holds if nothing is said.
    String unsaid() {
        return unsaid;
    }

    /// What a value that means nothing is answered with.
    Problem problem() {
        return problem;
    }

    /// What two different values are answered with.
    Problem ambiguity() {
        return this == ON_DUPLICATE ? Problem.AMBIGUOUS_DUPLICATE_POLICY : Problem.AMBIGUOUS_CHOICE;
    }

    /// The one way to write what the value means; none if it means nothing.
    abstract Optional<String> canonical(String value);

    private static Optional<String> flag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of("true");
            case "false", "0" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    private static Optional<String> url(String value) {
        try {
            URI uri = new URI(value);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null
                    ? Optional.of(uri.toString())
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
