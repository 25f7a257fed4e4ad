-- What the program says to the database that came with version 1 of the schema. Each statement has a name; a later
-- program has those of the earlier ones, but for those that its own file names. They are never edited: they stand for
-- processes that go on running while the schema changes under them.

-- name: open
INSERT INTO carga_upload (message_id, name) VALUES (:upload, :name) ON CONFLICT DO NOTHING

-- name: add
WITH upload AS (
    SELECT id FROM carga_upload
    WHERE message_id = :upload
      AND (state = 'receiving' OR EXISTS (
          SELECT 1 FROM carga_part p WHERE p.upload_id = carga_upload.id AND p.number = :number))
    FOR SHARE
), added AS (
    INSERT INTO carga_part (upload_id, number, first_line, line_count, payload_bytes, payload)
    SELECT id, :number, :first_line, :line_count, :payload_bytes, :payload FROM upload
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM upload

-- name: close
UPDATE carga_upload SET state = :end, bytes = :bytes, closed_at = now()
WHERE message_id = :upload AND state = 'receiving'

-- name: queue_next
WITH upload AS (
    SELECT id FROM carga_upload WHERE message_id = :upload
), next AS (
    SELECT p.upload_id, p.number
    FROM carga_part p JOIN upload ON p.upload_id = upload.id
    WHERE p.state = 'received'
    ORDER BY p.number
    LIMIT greatest(0, :window - (
        SELECT count(*) FROM carga_part q JOIN upload ON q.upload_id = upload.id
        WHERE q.state = 'queued'))
    FOR UPDATE OF p SKIP LOCKED
)
UPDATE carga_part p SET state = 'queued', sent_at = clock_timestamp()
FROM next
WHERE p.upload_id = next.upload_id AND p.number = next.number
RETURNING p.number

-- name: queue_again
WITH lost AS (
    SELECT upload_id, number, sent_at
    FROM carga_part
    WHERE state = 'queued' AND sent_at < clock_timestamp() - make_interval(secs => :age)
    ORDER BY sent_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
), sent AS (
    UPDATE carga_part p SET sent_at = clock_timestamp()
    FROM lost
    WHERE p.upload_id = lost.upload_id AND p.number = lost.number
    RETURNING p.upload_id, p.number, lost.sent_at
)
SELECT u.message_id, sent.number
FROM sent JOIN carga_upload u ON u.id = sent.upload_id
ORDER BY sent.sent_at, sent.number

-- name: count_queued
SELECT count(*) FROM carga_part WHERE state = 'queued'

-- name: stalled
SELECT u.message_id
FROM carga_upload u JOIN (
    SELECT upload_id
    FROM carga_part
    WHERE state IN ('received', 'queued')
    GROUP BY upload_id
    HAVING count(*) FILTER (WHERE state = 'received') > 0
       AND count(*) FILTER (WHERE state = 'queued') < :window
    ORDER BY upload_id
    LIMIT :limit
) stalled ON stalled.upload_id = u.id
ORDER BY u.id

-- name: take
SELECT p.upload_id, p.first_line, p.payload, p.payload_bytes,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line
FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
WHERE u.message_id = :upload AND p.number = :number
FOR UPDATE OF p SKIP LOCKED

-- name: copy
COPY user_purchase (cpf, private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra,
    loja_mais_frequente, loja_ultima_compra, cpf_valido, cnpj_loja_mais_frequente_valido,
    cnpj_loja_ultima_compra_valido, upload_id, line)
FROM STDIN (FORMAT binary)

-- name: loaded
UPDATE carga_part
SET state = 'loaded', counters = CAST(:counters AS jsonb), payload = NULL,
    settled_at = clock_timestamp()
WHERE upload_id = :upload_id AND number = :number AND state = 'queued'

-- name: failed
UPDATE carga_part
SET state = 'failed', failure_code = :code, failure_message = :message, failure_line = :line,
    settled_at = clock_timestamp()
WHERE upload_id = :upload_id AND number = :number AND state = 'queued'

-- name: report
SELECT u.name, u.state AS upload_state, p.number,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line
FROM carga_upload u LEFT JOIN carga_part p ON p.upload_id = u.id
WHERE u.message_id = :upload
ORDER BY p.number
