# Starts Carga's processes with a new database. Sourced by the other scripts. Needs $database_url and $amqp_url (may be empty);
# sets $name, $server_url and $logs. At the end it removes everything it created, and $folder if that is set.

case $database_url in
    postgresql://*/*[?]* | *[!:/]/ ) echo "--database-url must be postgresql://user@host:port/database" >&2; exit 2 ;;
    postgresql://*/*) ;;
    *) echo "--database-url must be postgresql://user@host:port/database" >&2; exit 2 ;;
esac

readonly name=carga_benchmark_$$
export CARGA_JAVA_OPTS=${CARGA_JAVA_OPTS:--Xmx192m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError}
logs=$(mktemp -d)
folder=
server_url=${database_url%/*}/$name
declare -A pids=()

sql() { psql -wXAtq -v ON_ERROR_STOP=1 "$server_url" "$@"; }
now() { printf '%s' "${EPOCHREALTIME/[.,]/}"; } # microseconds
fail() { echo "FAILED: $*" >&2; tail -n 20 "$logs"/*.log >&2 || true; exit 1; }

leave() {
    stop
    psql -wXAtq "$database_url" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null || true
    delete_queues
    rm -rf "$logs"
    [ -z "$folder" ] || rm -rf "$folder"
}

stop() {
    for role in "${!pids[@]}"; do
        kill "${pids[$role]}" 2>/dev/null || true
    done
    for role in "${!pids[@]}"; do
        wait "${pids[$role]}" 2>/dev/null || true
    done
    pids=()
}

# The queues have a unique name and are empty. They are deleted if rabbitmqctl is installed.
delete_queues() {
    [ -n "$amqp_url" ] && command -v rabbitmqctl >/dev/null || return 0
    rabbitmqctl -q delete_queue "$name" >/dev/null 2>&1 || true
    rabbitmqctl -q delete_queue "$name.dead" >/dev/null 2>&1 || true
}

start() { # role, then flags
    local role=$1
    shift
    # shellcheck disable=SC2086 # flags are meant to be split
    ./carga serve --database-url "$server_url" "$@" ${CARGA_OPTIONS:-} >"$logs/$role.log" 2>&1 &
    pids[$role]=$!
    for _ in $(seq 600); do
        grep -q '^Carga is ready' "$logs/$role.log" && return
        kill -0 "${pids[$role]}" 2>/dev/null || fail "$role did not start"
        sleep 0.1
    done
    fail "$role is not ready after a minute"
}

start_all() {
    if [ -n "$amqp_url" ]; then
        start web --role web --port 0 --amqp-url "$amqp_url" --queue "$name"
        web=web
        for i in $(seq "${WORKER_PROCESSES:-1}"); do
            start "worker$i" --role worker --amqp-url "$amqp_url" --queue "$name"
        done
    else
        start all --port 0
        web=all
    fi
    url=$(grep -o 'http://[0-9.:]*' "$logs/$web.log" | head -n 1)
}

make_database() {
    trap leave EXIT
    trap 'exit 130' INT TERM
    psql -wXAtq -v ON_ERROR_STOP=1 "$database_url" -c "CREATE DATABASE $name" ||
        fail "no database could be created at --database-url"
}

tell_machine() {
    date -u '+%Y-%m-%d %H:%M UTC'
    echo "$(nproc) cores ($(awk -F': ' '/^model name/ {print $2; exit}' /proc/cpuinfo)), $(awk '/^MemTotal/ {printf "%d", $2 / 1048576}' /proc/meminfo) GB, load $(cut -d' ' -f1 /proc/loadavg)"
    sql -c "SELECT 'PostgreSQL ' || current_setting('server_version') || ', collation ' || (SELECT datcollate FROM pg_database WHERE datname = current_database()) || ', shared_buffers ' || current_setting('shared_buffers') || ', fsync ' || current_setting('fsync')"
    echo "JVM options: $CARGA_JAVA_OPTS; queue: $([ -n "$amqp_url" ] && echo RabbitMQ || echo "in the process")"
}
