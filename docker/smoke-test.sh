#!/bin/bash
# Starts compose.yml as a separate project, loads files, kills and restarts containers, stops everything, and reports each step. Needs
# Docker with Compose 2.26 or later, and curl. Takes a few minutes, and leaves only the builder's cache.
#
#   smoke-test.sh [--lines N] [--monitoring] [--keep]
#
#   --lines N      lines of the file during which processes are killed (1000000)
#   --monitoring   with Prometheus, and checks every panel of the dashboard
#   --keep         leave everything running after a failure
set -euo pipefail
cd "$(dirname "$0")"

lines=1000000 monitoring='' keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --lines) lines=$2; shift ;;
    --monitoring) monitoring=yes ;;
    --keep) keep=yes ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
  shift
done

project=carga-smoke-$$
scratch=$(mktemp -d)
SECONDS=0
export CARGA_IMAGE=$project:local CARGA_PUBLISH=127.0.0.1:0 DB_PUBLISH=127.0.0.1:0 RABBIT_PUBLISH=127.0.0.1:0 PROMETHEUS_PUBLISH=127.0.0.1:0

say() { printf '[%2d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }
fail() { say "FAILED: $*"; exit 1; }
compose() { timeout 1200 docker compose --progress quiet --project-name "$project" --env-file "$scratch/env" --file compose.yml "$@"; }
containers() { compose ps --all --quiet "$@"; }
of() { docker inspect --format "$1" "${@:2}"; }
sql() { compose exec -T postgres psql -U carga -d compras -qAt -v ON_ERROR_STOP=1 -c "$1"; }

clean_up() {
  local status=$?
  if [ "$status" != 0 ]; then
    compose ps --all || :
    compose logs --tail 15 || :
    if [ -n "$keep" ]; then
      echo "Left running: docker compose --project-name $project --env-file $scratch/env --file docker/compose.yml …"
      return
    fi
  fi
  compose --profile monitoring down --volumes --timeout 20 >/dev/null 2>&1 || :
  docker image rm "$CARGA_IMAGE" >/dev/null 2>&1 || :
  rm -rf "$scratch"
}
trap clean_up EXIT

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "timeout while waiting for $what"
    sleep 1
  done
}

sample() { docker run --rm --network none --read-only "$CARGA_IMAGE" sample --no-flaws "$@"; }
web() { curl -sS --max-time 900 "$@"; }
# The current address of the web process on the loopback.
base() { echo "http://$(compose port web 8080)"; }

# upload FILE: sends it, and prints its id.
upload() { web -F "file=@$1;filename=$(basename "$1").txt" "$(base)/" | sed -n 's/.*"message_id":"\([0-9a-f-]*\)".*/\1/p'; }
# status_has ID WORD: succeeds if the upload has this status.
status_has() { web "$(base)/status?message_id=$1" | grep -q "\"status\":\"$2\""; }
settled() { sql "SELECT count(*) FROM carga_part JOIN carga_upload u ON u.id = upload_id WHERE message_id = '$1' AND settled_at IS NOT NULL"; }
at_least() { local now; now=$(settled "$1") && [ "$now" -ge "$2" ]; }
is_healthy() { [ "$(of '{{.State.Health.Status}}' "$1")" = healthy ]; }

# each_line_once ID LINES: every line of the file is exactly one row.
each_line_once() {
  local found
  found=$(sql "SELECT count(*), count(DISTINCT line), min(line), max(line) FROM user_purchase
               WHERE upload_id = (SELECT id FROM carga_upload WHERE message_id = '$1')")
  # The first line is the header.
  [ "$found" = "$2|$2|2|$(($2 + 1))" ] || fail "upload $1: rows, lines, first, last are $found"
  status_has "$1" completed || fail "upload $1 is not completed"
}

say "== no passwords, no start"
if docker compose --project-name "$project" --env-file /dev/null --file compose.yml config >"$scratch/refusal" 2>&1; then
  fail "compose.yml accepts missing passwords"
fi
say "refused: $(tail -n 1 "$scratch/refusal")"
./make-env.sh "$scratch/env" >/dev/null
grep -h '^[A-Z]*_PASS=' "$scratch/env" | cut -d= -f2 >"$scratch/passwords"
[ "$(grep -cE '^[0-9a-f]{48}$' "$scratch/passwords")" = 3 ] || fail "make-env.sh did not write three passwords"

say "== docker compose up --build --wait"
compose up --build --detach --wait --wait-timeout 600 || fail "it does not start"
say "up: $(compose ps --format '{{.Service}} {{.Health}}' | sort | uniq -c | awk '{printf "%s%s %s %s", (NR > 1 ? ", " : ""), $1, $2, $3}')"

say "== the image"
{ docker history --no-trunc --format '{{.CreatedBy}}' "$CARGA_IMAGE"; docker image inspect "$CARGA_IMAGE"; } >"$scratch/image"
! grep -qFf "$scratch/passwords" "$scratch/image" || fail "a password is in the image"
! grep -qE 'PASS(WORD)?=' "$scratch/image" || fail "the image sets a password"
probe=$(docker create "$CARGA_IMAGE")
docker cp -q "$probe:/opt/carga/carga.jar" "$scratch/carga.jar"
docker rm "$probe" >/dev/null
# File names in a jar are not compressed.
grep -aq 'dev/carga/bootstrap/Main.class' "$scratch/carga.jar" || fail "the jar is not Carga's"
! grep -aqE 'postgres-[a-z0-9_-]+\.txz' "$scratch/carga.jar" || fail "an embedded database is in the image"
say "no password in it, no embedded database; $(of '{{.Size}}' "$CARGA_IMAGE" | awk '{printf "%d MB", $1 / 1e6}'), jar $(stat -c %s "$scratch/carga.jar" | awk '{printf "%d MB", $1 / 1e6}')"

say "== the containers"
for container in $(containers); do
  name=$(of '{{.Name}}' "$container")
  [ "$(docker exec "$container" id -u)" != 0 ] || fail "$name runs as root"
  docker exec "$container" sh -c 'grep -q "^NoNewPrivs:.*1" /proc/1/status && grep -q "^CapEff:.*0000000000000000" /proc/1/status' ||
    fail "$name has capabilities, or may get them"
  ! docker exec "$container" sh -c ': >/etc/written' 2>/dev/null || fail "the root file system of $name is writable"
  [ "$(of '{{.HostConfig.Memory}}' "$container")" -gt 0 ] || fail "$name has no memory limit"
  [ "$(of '{{.HostConfig.RestartPolicy.Name}}' "$container")" = unless-stopped ] || fail "$name does not restart"
  # Unpublished ports have null here.
  ! of '{{json .NetworkSettings.Ports}}' "$container" | grep -qE '"HostIp":"(0\.0\.0\.0|::)"' || fail "$name is open to the network"
done
say "none runs as root, has a capability, has a writable root or is open beyond the loopback; memory is limited"

say "== a small file"
sample 20000 --seed 1 >"$scratch/small"
small=$(upload "$scratch/small")
[ -n "$small" ] || fail "the small file was not accepted"
wait_for 120 "the small file" status_has "$small" completed
each_line_once "$small" 20000
say "20000 lines, 20000 rows"

say "== docker compose up --scale worker=4"
compose up --detach --no-recreate --scale worker=4 --wait --wait-timeout 300 || fail "no four workers"
[ "$(containers worker | wc -l)" = 4 ] || fail "there are not four workers"
say "4 workers are healthy"

say "== a file of $lines lines; in the middle, a worker is killed, another crashes, and the broker restarts"
sample "$lines" --seed 2 >"$scratch/big"
parts=$(((lines + 9999) / 10000))
SENT=$SECONDS
upload "$scratch/big" >"$scratch/big.id" &
sending=$!
big_id() { sql "SELECT message_id FROM carga_upload ORDER BY id DESC LIMIT 1"; }
another_came() { [ "$(big_id)" != "$small" ]; }
wait_for 60 "the big file's first parts" another_came
big=$(big_id)
mapfile -t workers < <(containers worker)
wait_for 300 "a tenth of the parts" at_least "$big" $((parts / 10))
docker kill "${workers[0]}" >/dev/null
say "killed a worker at $(settled "$big") of $parts parts"
wait_for 300 "a quarter of the parts" at_least "$big" $((parts / 4))
# Docker does not restart a container that "docker kill" stopped, so this process crashes by itself.
docker exec "${workers[1]}" bash -c 'kill -SEGV 1' || :
say "crashed a worker at $(settled "$big") parts"
wait_for 300 "two fifths of the parts" at_least "$big" $((parts * 2 / 5))
compose restart rabbitmq
say "restarted the broker; $(settled "$big") parts"
wait "$sending" || fail "the big file was not accepted"
[ "$(cat "$scratch/big.id")" = "$big" ] || fail "the response to the big file has another id"
wait_for 600 "the big file" status_has "$big" completed
each_line_once "$big" "$lines"
say "$lines lines, $lines rows, each once; $((SECONDS - SENT)) s in all"
wait_for 60 "the crashed worker" is_healthy "${workers[1]}"
[ "$(of '{{.RestartCount}}' "${workers[1]}")" = 1 ] || fail "the crashed worker was started $(of '{{.RestartCount}}' "${workers[1]}") times"
[ "$(of '{{.State.Status}}' "${workers[0]}")" = exited ] || fail "the killed worker still runs"
compose up --detach --no-recreate --scale worker=4 --wait --wait-timeout 300
say "the crashed worker restarted by itself, the killed one by docker compose up"

if [ -n "$monitoring" ]; then
  say "== monitoring"
  compose up --detach --no-deps prometheus
  prometheus=$(containers prometheus)
  answering() { [ "$(docker exec "$prometheus" promtool query instant http://localhost:9090 'sum(up)' 2>/dev/null | awk '{print $3}')" = 5 ]; }
  wait_for 120 "five targets that respond" answering
  say "Prometheus found the web process and the four workers"
  # Counters must change between two scrapes.
  sample 20000 --seed 3 >"$scratch/third"
  third=$(upload "$scratch/third")
  wait_for 120 "the third file" status_has "$third" completed
  sleep 35
  ./check-monitoring.sh "$prometheus" >"$scratch/monitoring" 2>&1 || { cat "$scratch/monitoring"; fail "check-monitoring.sh"; }
  say "$(tail -n 1 "$scratch/monitoring")"
fi

say "== docker compose stop, in the middle of a file"
sample 100000 --seed 4 >"$scratch/fourth"
fourth=$(upload "$scratch/fourth")
[ -n "$fourth" ] || fail "the fourth file was not accepted"
for service in worker web rabbitmq postgres; do
  began=$(date +%s%N)
  compose stop "$service"
  took=$((($(date +%s%N) - began) / 1000000))
  codes=$(containers "$service" | xargs docker inspect --format '{{.State.ExitCode}}' | sort -u | tr '\n' ' ')
  case $service:${codes% } in
    *137*) fail "$service was killed after $took ms" ;;
    worker:143 | web:143 | rabbitmq:0 | postgres:0) ;;
    *) fail "$service ended with $codes" ;;
  esac
  say "$service stopped after $took ms with ${codes% }"
done

say "== docker compose down, and up again"
compose --profile monitoring down
[ -z "$(containers)" ] || fail "containers are left"
compose up --detach --wait --wait-timeout 300 || fail "it does not start again"
wait_for 180 "the fourth file, received before" status_has "$fourth" completed
each_line_once "$small" 20000
each_line_once "$big" "$lines"
each_line_once "$fourth" 100000
say "all rows are there, and the remaining parts are loaded"

say "== docker compose down --volumes"
compose --profile monitoring down --volumes
for kind in 'container ls --all' 'volume ls' 'network ls'; do
  # shellcheck disable=SC2086 # two or three words
  left=$(docker $kind --quiet --filter "label=com.docker.compose.project=$project")
  [ -z "$left" ] || fail "left behind, $kind: $left"
done
say "nothing is left"
say "PASSED"
