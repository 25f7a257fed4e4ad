#!/bin/sh
# Makes the secrets that stack.yml names, with passwords that nobody has seen. On a manager of the swarm, once.
set -eu
# A database that is there already keeps the password it was made with.
if docker secret inspect carga_db_pass >/dev/null 2>&1; then
  echo "carga_db_pass is there already: nothing is changed." >&2
  exit
fi
password() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }
rabbit=$(password)
password | docker secret create carga_db_pass - >/dev/null
printf %s "$rabbit" | docker secret create carga_rabbit_pass - >/dev/null
printf 'default_user = carga\ndefault_pass = %s\n' "$rabbit" | docker secret create carga_rabbit_conf - >/dev/null
echo "carga_db_pass, carga_rabbit_pass and carga_rabbit_conf are made."
