-- name: loaded
UPDATE carga_part
SET state = 'loaded', counters = CAST(:counters AS jsonb), duplicate_lines = :duplicate_lines,
    payload = NULL, read_by = 7, issues_kept = 0, rejected_bytes = 0, settled_at = clock_timestamp()
WHERE upload_id = :upload_id AND number = :number AND state = 'queued'
