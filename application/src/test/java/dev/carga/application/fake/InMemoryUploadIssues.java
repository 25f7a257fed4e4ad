package dev.carga.application.fake;

import dev.carga.application.report.UploadIssues;
import dev.carga.domain.upload.UploadId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

record InMemoryUploadIssues(InMemoryState state) implements UploadIssues {

    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::line).thenComparingLong(Place::number);

    @Override
    public List<StoredIssue> after(UploadId upload, Place place, int limit, Filter filter) {
        return state.call(() -> stored(upload, filter)
                .filter(stored -> ORDER.compare(stored.place(), place) > 0)
                .sorted(Comparator.comparing(StoredIssue::place, ORDER))
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Long> count(UploadId upload) {
        return state.call(() -> state.find(upload)
                .map(known -> known.parts().stream()
                        .mapToLong(part -> part.issues.size())
                        .sum()));
    }

    @Override
    public long countLines(UploadId upload, Lines lines) {
        return state.call(() -> stored(upload, new Filter(null, lines))
                .filter(stored -> stored.issue().text() != null)
                .count());
    }

    private Stream<StoredIssue> stored(UploadId upload, Filter filter) {
        return state.parts(upload)
                .flatMap(part -> part.storedIssues())
                .filter(stored -> filter.code() == null || stored.issue().code() == filter.code())
                .filter(stored -> switch (filter.lines()) {
                    case ALL -> true;
                    case REJECTED -> stored.issue().rejected() != null;
                    case READ -> stored.issue().rejected() == null;
                });
    }
}
