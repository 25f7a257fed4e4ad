#!/usr/bin/env bash
# Compares Carga, from the first byte sent to the last committed row, with PostgreSQL's COPY of the same rows as text.
#
# Each round: (1) psql's COPY … FROM STDIN of the rows that Carga will add, already clean, over one connection, into the
# predecessor's table; (2) curl sends the raw file to a web process, and two processes, web and worker, with RabbitMQ
# between them if given, load it. The time is measured from the start of curl to the status "completed". Both start with
# empty tables and after a checkpoint. Warm-up rounds of Carga before the first round are not counted.
#
#   benchmarks/end-to-end.sh [--rows 1000000[,5000000,…]] [--rounds 5] [--warm-up 1]
#       [--database-url postgresql://postgres@127.0.0.1:5432/postgres] [--amqp-url amqp://guest:guest@127.0.0.1:5672]
#
# The URL must end in a database name, and its user must be allowed to create databases and checkpoints: the script creates a
# database and drops it at the end. Without --amqp-url one process does everything, with an embedded queue. CPU times of the
# database are printed if it runs on this machine. Needs psql, curl, awk, pgrep, a JDK 25, and about 700 bytes of disk per row.
# Variables:
#   CARGA_JAVA_OPTS  options of the JVMs         WORKER_PROCESSES  the number of workers, 1 by default
#   CARGA_OPTIONS    more flags for serve        KEEP_CLEAN        a folder to keep the files between runs
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
. benchmarks/database-cpu.sh

rows=1000000 rounds=5 warm_up=1 database_url=postgresql://postgres@127.0.0.1:5432/postgres amqp_url=
while [ $# -gt 0 ]; do
    case $1 in
        --rows) rows=$2 ;;
        --rounds) rounds=$2 ;;
        --warm-up) warm_up=$2 ;;
        --database-url) database_url=$2 ;;
        --amqp-url) amqp_url=$2 ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift 2
done

. benchmarks/processes.sh

readonly BOUND_S=900 # no single load may take longer
if [ -z "${KEEP_CLEAN:-}" ]; then
    folder=$(mktemp -d)
    files=$folder
else
    mkdir -p "$KEEP_CLEAN"
    files=$KEEP_CLEAN
fi

# CPU seconds of the database, 0 if it is not visible; the postmaster counts a connection only after its end.
used() {
    [ -n "$postmaster" ] || { echo 0; return; }
    sleep 0.3
    database_cpu "$postmaster"
}

jvm_cpu() { for role in "${!pids[@]}"; do cpu "${pids[$role]}" 0; done | awk '{ sum += $1 } END { print sum }'; }
peak_mb() { awk '/^VmHWM:/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }

# The table of the predecessor.
readonly PREDECESSOR="CREATE TABLE predecessor (
    id serial PRIMARY KEY, cpf varchar(20) NOT NULL UNIQUE, private boolean, incompleto boolean,
    data_ultima_compra date, ticket_medio double precision, ticket_ultima_compra double precision,
    loja_mais_frequente varchar(20), loja_ultima_compra varchar(20), cpf_valido boolean,
    cnpj_loja_mais_frequente_valido boolean, cnpj_loja_ultima_compra_valido boolean)"
readonly COLUMNS="cpf, private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra, loja_mais_frequente,
    loja_ultima_compra, cpf_valido, cnpj_loja_mais_frequente_valido, cnpj_loja_ultima_compra_valido"

empty() {
    sql -c "TRUNCATE user_purchase RESTART IDENTITY" -c "SET client_min_messages = warning" -c "DROP TABLE IF EXISTS predecessor" -c "$PREDECESSOR" \
        -c "TRUNCATE carga_part, carga_upload"
    sql -c "CHECKPOINT"
}

# Both print: seconds, rows, CPU seconds of the database, CPU seconds of the JVMs.
copy() { # clean file
    local begin end before
    before=$(used)
    begin=$(now)
    sql -c "COPY predecessor (${COLUMNS//[[:space:]]/}) FROM STDIN" <"$1"
    end=$(now)
    figures "$begin" "$end" "$(sql -c 'SELECT count(*) FROM predecessor')" "$before" "$(used)" 0 0
}

load() { # raw file
    local begin end before jvms_before id
    before=$(used)
    jvms_before=$(jvm_cpu)
    begin=$(now)
    id=$(curl -sS --max-time $BOUND_S -F "base_teste=@$1" "$url" | grep -o '"message_id":"[^"]*' | cut -d'"' -f4)
    [ -n "$id" ] || fail "the file was not accepted"
    until completed "$id"; do
        [ $(($(now) - begin)) -lt $((BOUND_S * 1000000)) ] || fail "not completed within $BOUND_S s"
        sleep 0.1
    done
    end=$(now)
    figures "$begin" "$end" "$(sql -c 'SELECT count(*) FROM user_purchase')" "$before" "$(used)" \
        "$jvms_before" "$(jvm_cpu)"
}

completed() {
    local status
    status=$(curl -sS --max-time 60 "$url/status?message_id=$1")
    case $status in
        *'"failed_count":0'*'"status":"completed"'*) return 0 ;;
        *'"status":"completed"'*) fail "parts have failed" ;;
        *) return 1 ;;
    esac
}

figures() {
    awk -v begin="$1" -v end="$2" -v rows="$3" -v db0="$4" -v db1="$5" -v jvm0="$6" -v jvm1="$7" \
        'BEGIN { printf "%.2f %d %.2f %.2f\n", (end - begin) / 1e6, rows, db1 - db0, jvm1 - jvm0 }'
}

# The rows that Carga adds, in the order of the file: what a careful person would have made of it by hand.
make_files() { # lines
    raw=$files/raw_$1.txt clean=$files/clean_$1.txt
    [ -s "$raw" ] || { ./carga sample "$1" >"$raw.part" && mv "$raw.part" "$raw"; }
    load "$raw" >/dev/null
    [ -s "$clean" ] || {
        sql -c "COPY (SELECT ${COLUMNS//[[:space:]]/} FROM user_purchase ORDER BY line) TO STDOUT" >"$clean.part"
        mv "$clean.part" "$clean"
    }
}

run() { # lines
    local results=$logs/results
    start_all
    make_files "$1"
    for _ in $(seq 2 "$warm_up"); do empty; load "$raw" >/dev/null; done
    printf '\n%s lines, %s MB\n' "$1" "$(du -m "$raw" | cut -f1)"
    printf '%5s | %-28s | %-45s | %s\n' round "COPY: seconds, rows/s, CPU" "Carga: seconds, rows/s, CPU database, JVMs" ratio
    : >"$results"
    for round in $(seq "$rounds"); do
        empty
        local copied loaded
        copied=$(copy "$clean")
        empty
        loaded=$(load "$raw")
        [ "$(echo "$copied" | cut -d' ' -f2)" = "$(echo "$loaded" | cut -d' ' -f2)" ] ||
            fail "COPY and Carga did not add the same number of rows: $copied, $loaded"
        echo "$copied $loaded" >>"$results"
        echo "$round $copied $loaded" | awk '{ printf "%5d | %7.2f s %9d/s %5.2f s | %7.2f s %9d/s %9.2f s %7.2f s    | %.2f\n",
            $1, $2, $3 / $2, $4, $6, $7 / $6, $8, $9, ($7 / $6) / ($3 / $2) }'
    done
    awk '
        function median(a, n,    i, j, t) {
            for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j] < a[j - 1]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
            return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
        }
        { c[NR] = $2 / $1; l[NR] = $6 / $5; r[NR] = l[NR] / c[NR]
          cd[NR] = $3 / $2 * 1e6; ld[NR] = $7 / $6 * 1e6; lj[NR] = $8 / $6 * 1e6 }
        END {
            printf "median: COPY %d rows/s, Carga %d rows/s, ratio %.2f\n", median(c, NR), median(l, NR), median(r, NR)
            if (median(ld, NR) == 0) { print "CPU: the processes of the database are not visible from here"; exit }
            printf "CPU s per million rows: COPY %.2f (database); Carga %.2f (database) + %.2f (JVMs), JVMs/database %.2f\n",
                median(cd, NR), median(ld, NR), median(lj, NR), median(lj, NR) / median(ld, NR)
        }' "$results"
    for role in "${!pids[@]}"; do echo "peak resident, $role: $(peak_mb "${pids[$role]}") MB"; done | sort
    empty
    stop
}

make_database
postmaster=$(postmaster_of "$server_url")
tell_machine
for lines in ${rows//,/ }; do run "$lines"; done
