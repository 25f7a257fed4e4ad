#!/bin/sh
# Writes docker/.env, or the given file, from the example with random passwords. Does not change an existing file.
#
#   make-env.sh [FILE]
set -eu
example=$(dirname "$0")/.env.example
target=${1:-$(dirname "$0")/.env}
if [ -e "$target" ]; then
  echo "$target already exists and is not changed." >&2
  exit
fi
# Only letters and digits, which need no escaping in an .env file, a URL or a configuration file.
password() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
sed -e "s/^DB_PASS=\$/DB_PASS=$(password)/" \
  -e "s/^RABBIT_PASS=\$/RABBIT_PASS=$(password)/" \
  -e "s/^GRAFANA_PASS=\$/GRAFANA_PASS=$(password)/" "$example" >"$target.new"
mv "$target.new" "$target"
echo "$target is written; only you can read it."
