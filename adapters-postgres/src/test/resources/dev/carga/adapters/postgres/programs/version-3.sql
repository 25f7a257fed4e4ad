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
FROM next, (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried
WHERE p.upload_id = next.upload_id AND p.number = next.number
RETURNING p.number
