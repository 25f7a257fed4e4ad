#!/bin/bash
# Creates the JVM's ahead-of-time cache while the image is built: loaded and linked classes, and profiles for the compiler, from a run
# that starts like a server and loads an upload.
#
#   train.sh JAR-WITH-DATABASE CACHE
#
# The run needs a database, which the jar with the embedded database provides; that jar does not go into the image. A cache from
# another processor architecture is useless: build the image on the architecture that it is for.
set -euo pipefail
database_jar=$1 cache=$2
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || :; rm -rf "$folder"' EXIT

# ready PROCESS LOG: waits until that process logs that it is ready, three minutes at most.
ready() {
  for _ in $(seq 900); do
    if grep -q 'is ready' "$2"; then
      return
    fi
    kill -0 "$1" || break
    sleep 0.2
  done
  cat "$2" >&2
  return 1
}

env -u CARGA_MANAGEMENT_PORT java -Xmx128m -jar "$database_jar" serve --port 18080 --home "$folder/home" >"$folder/database.log" 2>&1 &
ready $! "$folder/database.log"
url="postgresql://carga:$(cat "$folder/home/password")@127.0.0.1:$(sed -n 4p "$folder/home/data/postmaster.pid")/carga"

export CARGA_DATABASE_URL=$url
CARGA_JAVA_OPTS="$CARGA_JAVA_OPTS -XX:AOTCacheOutput=$cache" carga serve >"$folder/trained.log" 2>&1 &
trained=$!
ready $trained "$folder/trained.log"
carga sample 50000 >"$folder/sample.txt"
carga load --url http://127.0.0.1:8080 "$folder/sample.txt"
healthcheck live
# Java writes the cache when it exits. 143 is the exit code after SIGTERM.
kill "$trained"
wait "$trained" || [ $? = 143 ]
CARGA_JAVA_OPTS="$CARGA_JAVA_OPTS -XX:AOTCache=$cache -XX:AOTMode=on" carga --version
ls -l "$cache"
