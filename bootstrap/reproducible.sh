#!/usr/bin/env bash
# Shows that anybody who builds a commit gets the same bytes.
#
#   bootstrap/reproducible.sh                                    builds the release of the last commit twice, and compares
#   bootstrap/reproducible.sh bootstrap/target/carga-server.jar  builds it once, and compares its server jar with this one
#
# The builds differ in folder, time zone, language, umask, user name and time. ReleaseIT looks at what came of the last. Wants
# git, and a JDK 25 in JAVA_HOME. A build takes some forty seconds on two idle cores. Leaves nothing.
set -euo pipefail

[ $# -eq 0 ] || other=$(realpath "$1")
cd "$(dirname "$0")/.."
[ -z "$(git status --porcelain)" ] || echo "What is not committed is not built." >&2

commit=$(git rev-parse HEAD) # somebody may commit between the builds
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# build FOLDER TIMEZONE LANGUAGE UMASK USER MAVEN-ARGUMENT…: prints the sums.
build() {
    local folder=$scratch/$1
    (
        export TZ=$2 LC_ALL=$3 MAVEN_OPTS="${MAVEN_OPTS:-} -Duser.name=$5"
        umask "$4"
        git clone -q . "$folder"
        cd "$folder"
        git checkout -q "$commit"
        shift 5
        ./mvnw -B -ntp -Prelease -Dquick -Dspotless.check.skip -pl bootstrap -am "$@" </dev/null >"$scratch/log" 2>&1 || {
            tail -n 40 "$scratch/log" >&2
            exit 1
        }
    )
    (cd "$folder/bootstrap/target/release" && sha256sum --quiet -c SHA256SUMS && cat SHA256SUMS)
}

looked_at=(verify -Dtest=NoPureTest -Dsurefire.failIfNoSpecifiedTests=false
    -Dit.test=ReleaseIT -Dfailsafe.failIfNoSpecifiedTests=false)

if [ -n "${other:-}" ]; then
    build a/longer-place America/Sao_Paulo C 077 somebody "${looked_at[@]}"
    cmp "$scratch"/a/longer-place/bootstrap/target/carga-server.jar "$other"
else
    echo "First build:"
    build one UTC C.UTF-8 022 builder -DskipTests package | tee "$scratch/first"
    echo "Second build:"
    build a/longer-place America/Sao_Paulo C 077 somebody "${looked_at[@]}" | tee "$scratch/second"
    cmp "$scratch/first" "$scratch/second"
fi
echo "The same bytes twice."
