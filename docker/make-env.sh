#!/bin/sh
# Writes docker/.env, or the file that is named: the example, with passwords made up for it. Leaves one that is there as it is.
#
#   make-env.sh [FILE]
set -eu
example=$(dirname "$0")/.env.example
target=${1:-$(dirname "$0")/.env}
if [ -e "$target" ]; then
  echo "$target is there already and stays as it is." >&2
  exit
fi
# Letters and digits alone: they mean the same in a file of variables, an address and a configuration file.
password() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
sed -e "s/^DB_PASS=\$/DB_PASS=$(password)/" \
  -e "s/^RABBIT_PASS=\$/RABBIT_PASS=$(password)/" \
  -e "s/^GRAFANA_PASS=\$/GRAFANA_PASS=$(password)/" "$example" >"$target.new"
mv "$target.new" "$target"
echo "$target is written; only you may read it."
