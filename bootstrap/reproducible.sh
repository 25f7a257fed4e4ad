#!/usr/bin/env bash
# Checks that every build of a commit gives the same bytes.
#
#   bootstrap/reproducible.sh                                    builds the release of the last commit twice, and compares
#   bootstrap/reproducible.sh bootstrap/target/carga-server.jar  builds it once, and compares its server jar with this one
#
# The builds differ in folder, time zone, language, umask, user name and time. ReleaseIT checks the result of the last one. Needs
# git, and a JDK 25 in JAVA_HOME. A build takes about forty seconds on two idle cores. Leaves nothing behind.
set -euo pipefail

[ $# -eq 0 ] || other=$(realpath "$1")
cd "$(dirname "$0")/.."
[ -z "$(git status --porcelain)" ] || echo "Uncommitted changes are not built." >&2

commit=$(git rev-parse HEAD) # the branch may move between the builds
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
        ./mvnw -B -ntp -Prelease -Dquick -Dspotless.check.skip -pl bootstrap "$@" </dev/null >"$scratch/log" 2>&1 || {
            tail -n 40 "$scratch/log" >&2
            exit 1
        }
    )
    (cd "$folder/bootstrap/target/release" && sha256sum --quiet -c SHA256SUMS && cat SHA256SUMS)
}

checked=(verify -Dit.test=ReleaseIT)

if [ -n "${other:-}" ]; then
    build a/longer-place America/Sao_Paulo C 077 somebody "${checked[@]}"
    cmp "$scratch"/a/longer-place/bootstrap/target/carga-server.jar "$other"
else
    echo "First build:"
    build one UTC C.UTF-8 022 builder -DskipTests package | tee "$scratch/first"
    echo "Second build:"
    build a/longer-place America/Sao_Paulo C 077 somebody "${checked[@]}" | tee "$scratch/second"
    cmp "$scratch/first" "$scratch/second"
fi
echo "The same bytes twice."
