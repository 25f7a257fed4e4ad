#!/bin/sh
# The long fault suite: kills, suspends and cuts off Carga's processes on their own PostgreSQL and RabbitMQ for any number of
# minutes, then compares every line. docs/operations/faults.md describes the faults, the checks and the output.
#
#   bootstrap/fault-suite.sh --seed 7 --minutes 15 [--rows 5000000] [--kills 50]
#   bootstrap/fault-suite.sh --help
#
# Needs a JDK 25, and rabbitmq-server to run on RabbitMQ. Builds Carga if needed. FAULTS_JAVA_OPTS replaces the JVM options
# of the suite itself.
set -eu
cd "$(dirname "$0")/.."

classpath=bootstrap/target/faults.classpath

is_stale() {
  [ -f "$classpath" ] && [ -f bootstrap/target/carga.jar ] || return 0
  # Nothing depends on the benchmarks.
  [ -n "$(find pom.xml ./*/pom.xml ./*/src ! -path './benchmarks/*' -newer "$classpath" -print | head -n 1)" ]
}

JAVA_HOME=$(CARGA_FIND_JAVA=build ./carga)
export JAVA_HOME
if is_stale; then
  echo "Building Carga and its tests…" >&2
  rm -f "$classpath"
  ./mvnw -q -B -Dquick -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/faults.classpath \
    -pl bootstrap -am >&2
fi

cd bootstrap
# shellcheck disable=SC2086 # the options are split on purpose
exec "$JAVA_HOME/bin/java" ${FAULTS_JAVA_OPTS:--Xmx512m} --enable-native-access=ALL-UNNAMED \
  -cp "target/test-classes:target/classes:$(cat target/faults.classpath)" dev.carga.bootstrap.faults.FaultSuite "$@"
