#!/bin/bash
# Makes the JVM's ahead-of-time cache when the image is built: classes as they are after loading and linking, and what the
# compiler has learnt, from a run that starts as a server does and takes an upload in.
#
#   train.sh JAR-WITH-DATABASE CACHE
#
# The run needs a database, which the jar with the embedded one lends; that jar does not get into the image. Where no Java runs
# as it will in the end (a build for another processor), the cache would be of no use: build on the processor that it is for.
set -euo pipefail
lender=$1 cache=$2
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || :; rm -rf "$folder"' EXIT

# ready PROCESS LOG: waits until that Carga is ready, three minutes at most.
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

env -u CARGA_MANAGEMENT_PORT java -Xmx128m -jar "$lender" serve --port 18080 --home "$folder/home" >"$folder/lender.log" 2>&1 &
ready $! "$folder/lender.log"
url="postgresql://carga:$(cat "$folder/home/password")@127.0.0.1:$(sed -n 4p "$folder/home/data/postmaster.pid")/carga"

export CARGA_DATABASE_URL=$url
CARGA_JAVA_OPTS="$CARGA_JAVA_OPTS -XX:AOTCacheOutput=$cache" carga serve >"$folder/trained.log" 2>&1 &
trained=$!
ready $trained "$folder/trained.log"
carga sample 50000 >"$folder/sample.txt"
carga load --url http://127.0.0.1:8080 "$folder/sample.txt"
healthcheck live
# The cache is written when the program ends. 143 is the end by SIGTERM.
kill "$trained"
wait "$trained" || [ $? = 143 ]
CARGA_JAVA_OPTS="$CARGA_JAVA_OPTS -XX:AOTCache=$cache -XX:AOTMode=on" carga --version
ls -l "$cache"
