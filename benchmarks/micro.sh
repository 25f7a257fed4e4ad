#!/bin/sh
# What a row costs in each step of its way, and what FastCSV takes to split it. Takes five minutes; arguments go to JMH:
#
#   benchmarks/micro.sh Parsing FastCsv    only the benchmarks whose names contain one of these
#   benchmarks/micro.sh -l                 lists them; -h tells the rest
#
# Runs on the JDK 25 that builds Carga. Let nothing else work on the machine meanwhile.
set -eu
cd "$(dirname "$0")/.."

JAVA_HOME=$(CARGA_FIND_JAVA=build ./carga)
export JAVA_HOME
./mvnw -q -B -Dquick -DskipTests package -pl benchmarks -am >&2
exec "$JAVA_HOME/bin/java" -jar benchmarks/target/benchmarks.jar -prof gc "$@"
