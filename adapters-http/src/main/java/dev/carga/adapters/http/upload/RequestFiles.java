package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.ErrorMapping;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.TraceHeader;
import dev.carga.adapters.http.upload.Reception.Rest;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.upload.UploadId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of one request that were received so far.
final class RequestFiles {

    private final ReceiveFile receive;
    private final HttpServletRequest request;
    private final List<Received> received = new ArrayList<>();
    private final List<UploadId> opened = new ArrayList<>();

    RequestFiles(ReceiveFile receive, HttpServletRequest request) {
        this.receive = receive;
        this.request = request;
    }

    /// Receives a file.
    ///
    /// @return the refusal of the whole request, if the body breaks off or the server fails
    Optional<Reception> receive(String name, UploadOptionValues options, InputStream content) {
        IncomingFile file =
                new IncomingFile(name, options.options(), TraceHeader.of(request)).withOnOpened(opened::add);
        try {
            received.addAll(receive.receive(file, content));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Reception.refused(name, ErrorMapping.problemOfBody(e, Problem.MALFORMED_MULTIPART)));
        } catch (RuntimeException e) {
            return Optional.of(Reception.refused(name, ErrorMapping.problemOf(e)));
        }
    }

    /// Adds a file that is refused without reading it.
    void refuse(String name, FileRefusal reason) {
        received.add(new Received(name, new ReceiveResult.Refused(reason)));
    }

    boolean anyOpened() {
        return !opened.isEmpty();
    }

    boolean anyAccepted() {
        return received.stream().anyMatch(file -> file.result() instanceof ReceiveResult.Accepted);
    }

    Reception.Completed completed(UploadOptionValues options, Rest rest) {
        return new Reception.Completed(received, opened, options, rest);
    }
}
