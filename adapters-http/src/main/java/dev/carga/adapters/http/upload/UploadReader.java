package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.IoFunction;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.receive.ReceiveFile;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Reads the bodies of uploads while they arrive, up to a limit of bodies at the same time.
public final class UploadReader {

    /// What a form may contain beside its file, when its length is compared with the limit of a file.
    private static final int FORM_BYTES = 16 << 10;

    private final ReceiveFile receive;
    private final ClientLimits limits;
    private final OptionRules rules;
    private final Semaphore permits;

    public UploadReader(ReceiveFile receive, OptionRules rules, HttpSettings settings) {
        this.receive = receive;
        this.limits = settings.limits();
        this.rules = rules;
        this.permits = new Semaphore(limits.uploads());
    }

    /// Receives the first file of a multipart form.
    ///
    /// @param options of the URL
    Reception first(HttpServletRequest request, UploadOptionValues options) {
        return receive(request, body -> form(request, body, options).first());
    }

    /// Receives every file of a multipart form.
    ///
    /// @param options of the URL
    Reception all(HttpServletRequest request, UploadOptionValues options) {
        return receive(request, body -> form(request, body, options).all());
    }

    private FormReader form(HttpServletRequest request, InputStream body, UploadOptionValues options)
            throws IOException {
        Multipart form = new Multipart(request.getContentType(), body, UploadOptionValues.NAMES);
        return new FormReader(form, rules, new RequestFiles(receive, request), options);
    }

    /// Receives the body itself as a file.
    Reception raw(HttpServletRequest request, String fileName, UploadOptionValues options) {
        return receive(request, body -> {
            RequestFiles files = new RequestFiles(receive, request);
            Optional<Reception> refusal = files.receive(fileName, options, body);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (files.anyAccepted()) {
                // A file that was stopped leaves bytes, and a client that is still sending may miss the response.
                long _ = body.transferTo(OutputStream.nullOutputStream());
            }
            return files.completed(options, Reception.Rest.NONE);
        });
    }

    /// Whatever can be refused without the body is refused before it is read: a client that sent "Expect:
    /// 100-continue" has sent none of it yet.
    private Reception receive(HttpServletRequest request, IoFunction<InputStream, Reception> reading) {
        if (request.getContentLengthLong() - FORM_BYTES > limits.fileBytes()) {
            return Reception.refused("", Problem.FILE_TOO_LARGE);
        }
        if (!permits.tryAcquire()) {
            return Reception.refused("", Problem.TOO_MANY_UPLOADS);
        }
        try {
            return reading.apply(body(request));
        } catch (IOException e) {
            return Reception.refused("", ErrorMapping.problemOfBody(e, Problem.MALFORMED_MULTIPART));
        } catch (RuntimeException e) {
            return Reception.refused("", ErrorMapping.problemOf(e));
        } finally {
            permits.release();
        }
    }

    /// Reads a body within the same limits.
    ///
    /// @param broken the problem of a body that breaks off
    public <T> RequestResult<T> read(
            HttpServletRequest request, Problem broken, IoFunction<InputStream, RequestResult<T>> reading) {
        if (!permits.tryAcquire()) {
            return RequestResult.refused(Problem.TOO_MANY_UPLOADS);
        }
        try {
            return reading.apply(body(request));
        } catch (IOException e) {
            return RequestResult.refused(ErrorMapping.problemOfBody(e, broken));
        } finally {
            permits.release();
        }
    }

    private InputStream body(HttpServletRequest request) throws IOException {
        Responses.noteReading(request);
        return new MinimumRateInputStream(request.getInputStream(), limits.bytesPerSecond(), limits.averagedOver());
    }
}
