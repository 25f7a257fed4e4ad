-- name: open
INSERT INTO carga_upload (message_id, name, layout, on_duplicate, traceparent, seen_at)
VALUES (:upload, :name, CAST('{"packed_by": [], "encoding": "UTF-8", "separator": "blanks", "line_end": "lf", "header": false,
    "columns": ["cpf", "private", "incompleto", "data_ultima_compra", "ticket_medio", "ticket_ultima_compra",
                "loja_mais_frequente", "loja_ultima_compra"]}' AS jsonb), :on_duplicate, :traceparent, clock_timestamp())
ON CONFLICT DO NOTHING

-- name: take
SELECT p.upload_id, coalesce(p.on_duplicate, u.on_duplicate) AS on_duplicate,
    u.withdrawn IS NOT NULL AS withdrawn, u.layout::text AS layout, p.first_line, p.payload, p.payload_bytes,
    extract(epoch FROM clock_timestamp() - p.sent_at)::float8 AS waited_seconds,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,
    trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - 100)) AS duplicate_lines
FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
WHERE u.message_id = :upload AND p.number = :number
FOR UPDATE OF p SKIP LOCKED
