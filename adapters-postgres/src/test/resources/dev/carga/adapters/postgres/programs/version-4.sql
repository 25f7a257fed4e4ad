-- name: open
INSERT INTO carga_upload (message_id, name, on_duplicate, seen_at)
VALUES (:upload, :name, :on_duplicate, clock_timestamp())
ON CONFLICT DO NOTHING

-- name: close
UPDATE carga_upload SET state = :end, bytes = :bytes, sha256 = :sha256, closed_at = now()
WHERE message_id = :upload AND state = 'receiving'

-- name: confirm
UPDATE carga_upload SET seen_at = clock_timestamp()
WHERE message_id = :upload AND state = 'receiving'

-- name: begin
WITH part AS (
    SELECT p.upload_id, p.number
    FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
    WHERE u.message_id = :upload AND p.number = :number AND p.state = 'queued'
    FOR UPDATE OF p SKIP LOCKED
)
UPDATE carga_part p SET attempts = attempts + 1
FROM part, (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried
WHERE p.upload_id = part.upload_id AND p.number = part.number RETURNING p.attempts

-- name: take
SELECT p.upload_id, coalesce(p.on_duplicate, u.on_duplicate) AS on_duplicate,
    u.withdrawn IS NOT NULL AS withdrawn, p.first_line, p.payload, p.payload_bytes,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,
    trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - 100)) AS duplicate_lines
FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
WHERE u.message_id = :upload AND p.number = :number
FOR UPDATE OF p SKIP LOCKED

-- name: replace
UPDATE user_purchase t SET
    private = s.private, incompleto = s.incompleto, data_ultima_compra = s.data_ultima_compra,
    ticket_medio = s.ticket_medio, ticket_ultima_compra = s.ticket_ultima_compra,
    loja_mais_frequente = s.loja_mais_frequente, loja_ultima_compra = s.loja_ultima_compra,
    cpf_valido = s.cpf_valido, cnpj_loja_mais_frequente_valido = s.cnpj_loja_mais_frequente_valido,
    cnpj_loja_ultima_compra_valido = s.cnpj_loja_ultima_compra_valido,
    upload_id = s.upload_id, line = s.line,
    first_upload_id = nullif(coalesce(t.first_upload_id, t.upload_id, 0), s.upload_id)
FROM (SELECT * FROM carga_staging ORDER BY cpf) s
WHERE t.cpf = s.cpf AND (t.upload_id IS DISTINCT FROM s.upload_id OR t.line < s.line)

-- name: withdraw
UPDATE carga_upload u
SET withdrawn = :withdrawal, withdrawn_at = clock_timestamp(), withdrawal_ended_at = NULL,
    state = CASE state WHEN 'receiving' THEN 'interrupted' ELSE state END,
    closed_at = coalesce(closed_at, clock_timestamp()),
    bytes = coalesce(bytes, (
        SELECT coalesce(sum(payload_bytes), 0) FROM carga_part p WHERE p.upload_id = u.id))
WHERE message_id = :upload

-- name: cancel_waiting
WITH waiting AS (
    SELECT upload_id, number FROM carga_part
    WHERE upload_id = (SELECT id FROM carga_upload WHERE message_id = :upload) AND state IN ('received', 'queued')
    FOR UPDATE SKIP LOCKED
)
UPDATE carga_part p
SET state = 'cancelled', payload = NULL, settled_at = clock_timestamp()
FROM waiting
WHERE p.upload_id = waiting.upload_id AND p.number = waiting.number

-- name: retry
UPDATE carga_part
SET state = 'received', failure_code = NULL, failure_message = NULL, failure_line = NULL,
    sent_at = NULL, settled_at = NULL, attempts = 0,
    on_duplicate = coalesce(CAST(:policy AS text), on_duplicate)
WHERE upload_id = (SELECT id FROM carga_upload WHERE message_id = :upload) AND state = 'failed'
