-- What is seen of the work from outside: one upload's trace, and what waits.

-- The W3C Trace Context of the request that opened the upload: its messages carry it, and log lines name its trace.
ALTER TABLE carga_upload
    ADD COLUMN traceparent text,
    ADD CONSTRAINT carga_upload_traceparent CHECK (traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');

COMMENT ON COLUMN carga_upload.traceparent IS 'NULL: a version that did not say so';

-- A part that is tried again waits from then on.
ALTER TABLE carga_part ADD COLUMN retried_at timestamptz;

-- What waits for workers, at a price that does not depend on the history. For metrics, and for what decides how many workers
-- there should be; other columns may come, these stay.
CREATE VIEW carga_backlog AS
SELECT count(*) FILTER (WHERE state = 'received')                             AS received_parts,
       count(*) FILTER (WHERE state = 'queued')                               AS queued_parts,
       count(*)                                                               AS parts,
       coalesce(sum(line_count), 0)::bigint                                   AS lines,
       coalesce(extract(epoch FROM clock_timestamp() - min(coalesce(retried_at, received_at))), 0)::float8 AS oldest_seconds
FROM carga_part
WHERE state IN ('received', 'queued');

COMMENT ON VIEW carga_backlog IS 'Parts that are not settled yet, those being loaded at this moment among them';
