#!/bin/sh
# Measures what a row costs in each processing step, and what FastCSV needs to split it. Takes five minutes. Arguments go to JMH:
#
#   benchmarks/micro.sh Parsing FastCsv    only the benchmarks whose names contain one of these
#   benchmarks/micro.sh -l                 lists them; -h lists all options
#
# Runs on the JDK 25 that builds Carga. Needs a machine without other load.
set -eu
cd "$(dirname "$0")/.."

JAVA_HOME=$(CARGA_FIND_JAVA=build ./carga)
export JAVA_HOME
./mvnw -q -B -Dquick -DskipTests package -pl benchmarks -am >&2
exec "$JAVA_HOME/bin/java" -jar benchmarks/target/benchmarks.jar -prof gc "$@"
