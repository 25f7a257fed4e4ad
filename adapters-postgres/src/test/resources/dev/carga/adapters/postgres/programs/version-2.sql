-- name: open
INSERT INTO carga_upload (message_id, name, on_duplicate)
VALUES (:upload, :name, :on_duplicate)
ON CONFLICT DO NOTHING

-- name: take
SELECT p.upload_id, u.on_duplicate, p.first_line, p.payload, p.payload_bytes,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,
    trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - 100)) AS duplicate_lines
FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
WHERE u.message_id = :upload AND p.number = :number
FOR UPDATE OF p SKIP LOCKED

-- name: staging
CREATE TEMPORARY TABLE IF NOT EXISTS carga_staging (
    cpf varchar(20) COLLATE "C", private boolean, incompleto boolean, data_ultima_compra date,
    ticket_medio numeric, ticket_ultima_compra numeric, loja_mais_frequente varchar(20) COLLATE "C",
    loja_ultima_compra varchar(20) COLLATE "C", cpf_valido boolean,
    cnpj_loja_mais_frequente_valido boolean, cnpj_loja_ultima_compra_valido boolean,
    upload_id integer, line bigint
) ON COMMIT DELETE ROWS

-- name: insert_missing
INSERT INTO user_purchase (cpf, private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra,
    loja_mais_frequente, loja_ultima_compra, cpf_valido, cnpj_loja_mais_frequente_valido,
    cnpj_loja_ultima_compra_valido, upload_id, line)
SELECT cpf, private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra,
    loja_mais_frequente, loja_ultima_compra, cpf_valido, cnpj_loja_mais_frequente_valido,
    cnpj_loja_ultima_compra_valido, upload_id, line
FROM carga_staging s
WHERE NOT EXISTS (SELECT FROM user_purchase t WHERE t.cpf = s.cpf)
ORDER BY s.cpf
ON CONFLICT (cpf) DO NOTHING

-- name: met
SELECT s.line, CASE WHEN t.upload_id = s.upload_id THEN t.line END
FROM carga_staging s JOIN user_purchase t ON t.cpf = s.cpf
WHERE (t.upload_id, t.line) IS DISTINCT FROM (s.upload_id, s.line)

-- name: replace
UPDATE user_purchase t SET
    private = s.private, incompleto = s.incompleto, data_ultima_compra = s.data_ultima_compra,
    ticket_medio = s.ticket_medio, ticket_ultima_compra = s.ticket_ultima_compra,
    loja_mais_frequente = s.loja_mais_frequente, loja_ultima_compra = s.loja_ultima_compra,
    cpf_valido = s.cpf_valido, cnpj_loja_mais_frequente_valido = s.cnpj_loja_mais_frequente_valido,
    cnpj_loja_ultima_compra_valido = s.cnpj_loja_ultima_compra_valido,
    upload_id = s.upload_id, line = s.line
FROM carga_staging s
WHERE t.cpf = s.cpf AND (t.upload_id IS DISTINCT FROM s.upload_id OR t.line < s.line)

-- name: loaded
UPDATE carga_part
SET state = 'loaded', counters = CAST(:counters AS jsonb), duplicate_lines = :duplicate_lines,
    payload = NULL, settled_at = clock_timestamp()
WHERE upload_id = :upload_id AND number = :number AND state = 'queued'

-- name: report
SELECT u.name, u.on_duplicate, u.state AS upload_state, p.number,
    p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,
    trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - 100)) AS duplicate_lines
FROM carga_upload u LEFT JOIN carga_part p ON p.upload_id = u.id
WHERE u.message_id = :upload
ORDER BY p.number
