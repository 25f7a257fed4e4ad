#!/usr/bin/env bash
# Measures what additional worker processes gain: the same load with one, two and four of them, and with several window sizes.
#
# Two loads, each with empty tables and after a checkpoint: one file of --rows lines, and eight concurrent files with as many lines
# together. The time is measured from the start of the first curl until the last part is settled. Each round measures every number
# of workers with every window, in new processes that first load a file which is not counted. Ratios refer to the first number of
# workers and the first window of the same round; their median is printed. Each process loads --parts parts at once.
#
#   benchmarks/scaling.sh [--rows 1000000] [--rounds 3] [--workers 1,2,4] [--windows 8,24] [--parts 3]
#       [--database-url postgresql://postgres@127.0.0.1:5432/postgres] [--amqp-url amqp://guest:guest@127.0.0.1:5672]
#
# Needs RabbitMQ, because an embedded queue has only one worker process. On one machine all workers share its cores: the figures
# show when the database is the limit, and when the window is. Other URLs and variables are as for end-to-end.sh.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
. benchmarks/database-cpu.sh

rows=1000000 rounds=3 workers=1,2,4 windows=8,24 parts=3
database_url=postgresql://postgres@127.0.0.1:5432/postgres amqp_url=amqp://guest:guest@127.0.0.1:5672
while [ $# -gt 0 ]; do
    case $1 in
        --rows) rows=$2 ;;
        --rounds) rounds=$2 ;;
        --workers) workers=$2 ;;
        --windows) windows=$2 ;;
        --parts) parts=$2 ;;
        --database-url) database_url=$2 ;;
        --amqp-url) amqp_url=$2 ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift 2
done
. benchmarks/processes.sh

readonly BOUND_S=900 FILES=8 WARM_UP_LINES=200000
folder=$(mktemp -d)

used() {
    [ -n "$postmaster" ] || { echo 0; return; }
    sleep 0.3 # the postmaster counts a connection's CPU only after its end
    database_cpu "$postmaster"
}

jvm_cpu() { for role in "${!pids[@]}"; do cpu "${pids[$role]}" 0; done | awk '{ sum += $1 } END { print sum }'; }

empty() {
    sql -c "TRUNCATE user_purchase RESTART IDENTITY" -c "TRUNCATE carga_part, carga_upload"
    sql -c "CHECKPOINT"
}

# Prints: seconds, CPU seconds of the database, of the JVMs.
load() { # file…
    local begin end before jvms_before senders=()
    empty
    before=$(used)
    jvms_before=$(jvm_cpu)
    begin=$(now)
    for file in "$@"; do
        curl -sS --fail --max-time $BOUND_S -F "base_teste=@$file" "$url" >/dev/null & senders+=($!)
    done
    wait "${senders[@]}" || fail "a file was not accepted"
    until [ "$(sql -c "SELECT count(*) FROM carga_part WHERE state IN ('received', 'queued')")" = 0 ]; do
        [ $(($(now) - begin)) -lt $((BOUND_S * 1000000)) ] || fail "not loaded within $BOUND_S s"
        sleep 0.05
    done
    end=$(now)
    [ "$(sql -c "SELECT count(*) FROM carga_part WHERE state <> 'loaded'")" = 0 ] || fail "parts have failed"
    awk -v begin="$begin" -v end="$end" -v db0="$before" -v db1="$(used)" -v jvm0="$jvms_before" -v jvm1="$(jvm_cpu)" \
        'BEGIN { printf "%.2f %.2f %.2f\n", (end - begin) / 1e6, db1 - db0, jvm1 - jvm0 }'
}

make_files() {
    ./carga sample --seed 1 $WARM_UP_LINES >"$folder/warm_up.txt"
    ./carga sample --seed 2 "$rows" >"$folder/one.txt"
    # Pieces of one file, so that no CPF occurs in two of them.
    split --number=l/$FILES --additional-suffix=.txt "$folder/one.txt" "$folder/several."
}

measure() { # round, workers, window
    export WORKER_PROCESSES=$2 CARGA_OPTIONS="--window $3 --workers $parts"
    start_all
    load "$folder/warm_up.txt" >/dev/null
    echo "one $1 $2 $3 $(load "$folder/one.txt")" | tee -a "$folder/results" >&2
    echo "several $1 $2 $3 $(load "$folder"/several.*)" | tee -a "$folder/results" >&2
    stop
}

tell() { # one or several
    awk -v which="$1" -v rows="$rows" '
        function median(list,    a, n, i, j, t) {
            n = split(list, a, " ")
            for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j] + 0 < a[j - 1] + 0; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
            return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
        }
        $1 == which {
            key = $3 " " $4
            if (!(key in seconds)) order[++keys] = key
            if ($2 in first == 0) first[$2] = $5
            seconds[key] = seconds[key] " " $5; ratio[key] = ratio[key] " " first[$2] / $5
            database[key] = database[key] " " $6; jvms[key] = jvms[key] " " $7
        }
        END {
            printf "%8s %7s %10s %8s %10s %10s\n", "workers", "window", "rows/s", "ratio", "CPU s, DB", "JVMs"
            for (i = 1; i <= keys; i++) {
                split(order[i], part, " ")
                printf "%8d %7d %10d %8.2f %10.1f %10.1f\n", part[1], part[2], rows / median(seconds[order[i]]),
                    median(ratio[order[i]]), median(database[order[i]]), median(jvms[order[i]])
            }
        }' "$folder/results"
}

make_database
postmaster=$(postmaster_of "$server_url")
tell_machine
make_files
for round in $(seq "$rounds"); do
    for window in ${windows//,/ }; do
        for number in ${workers//,/ }; do measure "$round" "$number" "$window"; done
    done
done
printf '\none file of %s lines\n' "$rows"
tell one
printf '\n%s files at once, of %s lines together\n' $FILES "$rows"
tell several
