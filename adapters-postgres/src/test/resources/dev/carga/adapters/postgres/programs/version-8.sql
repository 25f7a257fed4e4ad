-- name: open
INSERT INTO carga_upload (message_id, name, layout, on_duplicate, on_invalid, max_rejects, on_abort, dry_run, traceparent, seen_at)
VALUES (:upload, :name, CAST('{"packed_by": [], "encoding": "UTF-8", "separator": "blanks", "line_end": "lf", "header": false,
    "head_lines": 0,
    "columns": ["cpf", "private", "incompleto", "data_ultima_compra", "ticket_medio", "ticket_ultima_compra",
                "loja_mais_frequente", "loja_ultima_compra"]}' AS jsonb), :on_duplicate, 'keep', NULL, 'keep', false,
    :traceparent, clock_timestamp())
ON CONFLICT DO NOTHING

-- name: take
SELECT p.upload_id, coalesce(p.on_duplicate, u.on_duplicate) AS on_duplicate,
    u.on_invalid, u.max_rejects, u.on_abort, u.dry_run, u.withdrawn IS NOT NULL AS withdrawn,
    u.layout::text AS layout, p.first_line, p.payload, p.payload_bytes,
    extract(epoch FROM clock_timestamp() - p.sent_at)::float8 AS waited_seconds,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,
    trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - 100)) AS duplicate_lines
FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
WHERE u.message_id = :upload AND p.number = :number
FOR UPDATE OF p SKIP LOCKED

-- name: loaded
UPDATE carga_part
SET state = 'loaded', counters = CAST(:counters AS jsonb), duplicate_lines = :duplicate_lines,
    payload = NULL, read_by = 8, issues_kept = 0, rejected_bytes = 0, settled_at = clock_timestamp()
WHERE upload_id = :upload_id AND number = :number AND state = 'queued'
