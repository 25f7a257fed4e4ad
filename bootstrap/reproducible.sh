#!/usr/bin/env bash
# Builds the release of the last commit twice, the second time in another folder, time zone, language and umask, and later,
# and compares the bytes. Wants a JDK 25 in JAVA_HOME, and git. Takes two to four minutes, and leaves nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # folder, time zone, language, umask
    git clone -q . "$scratch/$1"
    (
        cd "$scratch/$1"
        export TZ=$2 LC_ALL=$3
        umask "$4"
        ./mvnw -B -ntp -q -Prelease -Dquick -DskipTests -pl bootstrap -am package </dev/null >"$scratch/log" 2>&1 ||
            { tail -n 30 "$scratch/log" >&2; exit 1; }
        cat bootstrap/target/release/SHA256SUMS
    )
}

echo "First build:"
build a UTC C.UTF-8 022 | tee "$scratch/first"
echo "Second build:"
build another/and-a-longer-place America/Sao_Paulo C 077 | tee "$scratch/second"
cmp "$scratch/first" "$scratch/second" || { echo "The builds differ." >&2; exit 1; }
echo "The same bytes twice."
