#!/bin/bash
# Scales the workers of a stack with its backlog, since a swarm has no autoscaler: reads the log of the stack's service workers-wanted
# and calls "docker service scale". Run it on a manager, as a user with access to Docker, for example under systemd.
#
#   autoscale.sh STACK [--min N] [--max N] [--every SECONDS] [--calm SECONDS] [--rounds N]
#
#   --min, --max   the least and the most workers (1, 8)
#   --every        seconds between two checks (15)
#   --calm         seconds in which fewer workers must have been enough before any is stopped (180)
#   --rounds       the number of checks; without it, it runs until a signal
#
# It scales up at once, and down to the maximum that was needed within the calm period. A worker that is stopped finishes its parts
# first. While workers-wanted logs nothing (the database is unavailable), nothing is changed.
set -euo pipefail
fail() { echo "autoscale.sh: $*" >&2; exit 2; }
say() { printf '%(%H:%M:%S)T %s\n' -1 "$*"; }

[ $# -ge 1 ] || fail "name the stack"
stack=$1 min=1 max=8 every=15 calm=180 rounds=-1
shift
while [ $# -gt 0 ]; do
  [[ ${2-} =~ ^[0-9]{1,9}$ ]] || fail "$1 needs a number"
  case $1 in
    --min) min=$2 ;;
    --max) max=$2 ;;
    --every) every=$2 ;;
    --calm) calm=$2 ;;
    --rounds) rounds=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
[ $((min >= 1 && max >= min)) = 1 ] || fail "--min must be at least 1, and --max at least --min"
[ "$every" -ge 1 ] || fail "--every must be at least 1"
service=${stack}_worker source=${stack}_workers-wanted
for name in "$service" "$source"; do
  docker service inspect "$name" >/dev/null || fail "service $name does not exist, or this node is not a manager of the swarm"
done

# Prints the newest number in the log, within the bounds; fails if it is too old: a new one is due about every ten seconds.
wanted() {
  local newest
  newest=$(timeout 20 docker service logs --raw --since 45s "$source" 2>/dev/null | grep -xE '[0-9]{1,9}' | tail -n 1) || return
  echo $((newest < min ? min : newest > max ? max : newest))
}

declare -A history # the wanted number, by the second of the check
started=$SECONDS silent=
while [ "$rounds" != 0 ]; do
  rounds=$((rounds - 1))
  if ! now=$(wanted); then
    [ -n "$silent" ] || say "$source logs no number: nothing is changed until it does"
    silent=yes
    history=() started=$SECONDS
  else
    silent=
    history[$SECONDS]=$now most=$now
    for second in "${!history[@]}"; do
      if [ "$second" -lt $((SECONDS - calm)) ]; then
        unset "history[$second]"
      elif [ "${history[$second]}" -gt "$most" ]; then
        most=${history[$second]}
      fi
    done
    current=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service")
    target=$current
    if [ "$now" -gt "$current" ]; then
      target=$now
    elif [ "$most" -lt "$current" ] && [ $((SECONDS - started)) -ge "$calm" ]; then
      target=$most
    fi
    if [ "$target" != "$current" ]; then
      say "$current workers, needed: $now (at most $most in the last $calm s): scaling to $target"
      docker service scale --detach "$service=$target" >/dev/null || say "the swarm refused; trying again at the next check"
    fi
  fi
  [ "$rounds" = 0 ] || sleep "$every"
done
