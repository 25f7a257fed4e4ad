#!/bin/sh
# Creates the secrets that stack.yml uses, with random passwords. Run it once, on a manager of the swarm.
set -eu
# An existing database keeps the password that it was created with.
if docker secret inspect carga_db_pass >/dev/null 2>&1; then
  echo "carga_db_pass already exists: nothing is changed." >&2
  exit
fi
password() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }
rabbit=$(password)
password | docker secret create carga_db_pass - >/dev/null
printf %s "$rabbit" | docker secret create carga_rabbit_pass - >/dev/null
printf 'default_user = carga\ndefault_pass = %s\n' "$rabbit" | docker secret create carga_rabbit_conf - >/dev/null
echo "carga_db_pass, carga_rabbit_pass and carga_rabbit_conf are created."
