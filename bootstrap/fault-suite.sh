#!/bin/sh
# The long fault suite: Carga's processes on a PostgreSQL and a RabbitMQ of its own, killed, stopped and cut off for as
# long as one likes, and then every line compared. docs/operations/faults.md tells what is done and what the output means.
#
#   bootstrap/fault-suite.sh --seed 7 --minutes 15 [--rows 5000000] [--kills 50]
#   bootstrap/fault-suite.sh --help
#
# Wants a JDK 25; RabbitMQ (rabbitmq-server) if it is to be RabbitMQ. Builds what is not built. FAULTS_JAVA_OPTS replaces
# the options of the suite's own JVM.
set -eu
cd "$(dirname "$0")/.."

classpath=bootstrap/target/faults.classpath

is_stale() {
  [ -f "$classpath" ] && [ -f bootstrap/target/carga.jar ] || return 0
  # The benchmarks see Carga and not the other way round.
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
# shellcheck disable=SC2086 # the options are meant to be split
exec "$JAVA_HOME/bin/java" ${FAULTS_JAVA_OPTS:--Xmx512m} --enable-native-access=ALL-UNNAMED \
  -cp "target/test-classes:target/classes:$(cat target/faults.classpath)" dev.carga.bootstrap.faults.FaultSuite "$@"
