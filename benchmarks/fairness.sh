#!/usr/bin/env bash
# Measures how long a small file waits while a huge one is loaded, and how evenly several concurrent files progress.
#
# (1) A huge file is sent. While it is loaded, a file of a thousand lines is sent every second and timed from the first byte to
# the state "completed", compared with the same on an idle system. Also prints how many parts of the huge file were settled
# meanwhile. (2) Ten files are sent at once. From the moment when all are received, every half second, prints how many parts of
# the slowest and of the fastest file are settled.
#
#   benchmarks/fairness.sh [--rows 5000000] [--small 20]
#       [--database-url postgresql://postgres@127.0.0.1:5432/postgres] [--amqp-url amqp://guest:guest@127.0.0.1:5672]
#
# URLs and variables are as for end-to-end.sh.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

rows=5000000 small=20 database_url=postgresql://postgres@127.0.0.1:5432/postgres amqp_url=
while [ $# -gt 0 ]; do
    case $1 in
        --rows) rows=$2 ;;
        --small) small=$2 ;;
        --database-url) database_url=$2 ;;
        --amqp-url) amqp_url=$2 ;;
        *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift 2
done
. benchmarks/processes.sh

readonly SMALL_LINES=1000
folder=$(mktemp -d)

send() { # file; prints the upload's id
    curl -sS --max-time 900 -F "base_teste=@$1" "$url" | grep -o '"message_id":"[^"]*' | cut -d'"' -f4
}

# A field of the upload, by the name that stands before it in the JSON: "state", "settled", "loaded", …
field() { # id, name
    curl -sS --max-time 60 "$url/api/v1/uploads/$1" | grep -o "\"$2\":\"\?[^,\"}]*" | head -n 1 | sed 's/.*:"\{0,1\}//'
}

time_small() { # number; prints milliseconds
    local begin id
    ./carga sample --no-flaws --seed "$((1000 + $1))" $SMALL_LINES >"$folder/small.txt"
    begin=$(now)
    id=$(send "$folder/small.txt")
    until [ "$(field "$id" state)" = completed ]; do
        [ $(($(now) - begin)) -lt 60000000 ] || fail "a small file is not loaded after a minute"
        sleep 0.02
    done
    echo $((($(now) - begin) / 1000))
}

spread() { sort -n | awk '{ a[NR] = $1 } END { printf "%d %d %d\n", a[1], a[int((NR + 1) / 2)], a[NR] }'; }

behind_a_huge_one() {
    local id sender
    ./carga sample "$rows" >"$folder/huge.txt"
    for i in 1 2 3; do time_small "$i" >/dev/null; done
    read -r least median most < <(for i in $(seq 4 13); do time_small "$i"; done | spread)
    echo "a file of $SMALL_LINES lines alone: $least to $most ms, median $median"
    send "$folder/huge.txt" >"$folder/id" &
    sender=$!
    id=
    until [ -n "$id" ]; do id=$(sql -c "SELECT message_id FROM carga_upload WHERE name = 'huge.txt'"); sleep 0.1; done
    : >"$folder/times"
    for i in $(seq 14 $((13 + small))); do
        [ "$(field "$id" state)" = receiving ] || [ "$(field "$id" state)" = loading ] || break
        time_small "$i" >>"$folder/times"
        sleep 1
    done
    read -r least median most < <(spread <"$folder/times")
    echo "beside one of $rows lines, $(wc -l <"$folder/times") times: $least to $most ms, median $median"
    read -r least median most < <(sql -c "SELECT count(p.number)
        FROM (SELECT opened_at, (SELECT max(settled_at) FROM carga_part s WHERE s.upload_id = u.id) AS loaded_at
              FROM carga_upload u WHERE name = 'small.txt' AND opened_at >
                  (SELECT opened_at FROM carga_upload WHERE name = 'huge.txt')) small
        LEFT JOIN carga_part p ON p.upload_id = (SELECT id FROM carga_upload WHERE name = 'huge.txt')
            AND p.settled_at BETWEEN small.opened_at AND small.loaded_at
        GROUP BY small.opened_at" | spread)
    echo "parts of the huge file settled meanwhile: $least to $most, median $median"
    wait $sender
    until [ "$(field "$id" state)" = completed ]; do sleep 0.2; done
}

ten_at_once() {
    local senders=()
    for i in $(seq 10); do ./carga sample --no-flaws --seed "$i" 100000 >"$folder/equal$i.txt"; done
    sql -c "TRUNCATE carga_part, carga_upload, user_purchase"
    for i in $(seq 10); do send "$folder/equal$i.txt" >/dev/null & senders+=($!); done
    echo "ten concurrent files of 100000 lines, of about ten parts each; settled parts of a file: least and most"
    while :; do
        read -r uploads least most < <(sql -F' ' -c "SELECT count(*), min(n), max(n) FROM (
            SELECT count(p.settled_at) AS n FROM carga_upload u LEFT JOIN carga_part p ON p.upload_id = u.id GROUP BY u.id) s")
        [ "$uploads" = 10 ] && echo "  $least $most"
        [ "$(sql -c "SELECT count(*) FROM carga_upload WHERE state <> 'receiving'")" = 10 ] &&
            [ "$(sql -c 'SELECT count(*) FROM carga_part WHERE settled_at IS NULL')" = 0 ] && break
        sleep 0.5
    done
    wait "${senders[@]}"
}

make_database
tell_machine
start_all
behind_a_huge_one
ten_at_once
