#!/bin/bash
# As many workers of a stack as its work asks for: a swarm has no autoscaler. Reads what the stack's service workers-wanted says, and
# calls "docker service scale". Run it on a manager, as a user who may use Docker, under systemd or the like.
#
#   autoscale.sh STACK [--min N] [--max N] [--every SECONDS] [--calm SECONDS] [--rounds N]
#
#   --min, --max   workers at least and at most (1, 8)
#   --every        seconds from one look to the next (15)
#   --calm         for so many seconds fewer must have been wanted before workers are taken away (180)
#   --rounds       looks, then an end; without it, until a signal comes
#
# More workers are started at once. Fewer: when the calm has lasted, down to the most that was wanted in it. A worker that is taken
# away finishes its parts first. If workers-wanted says nothing (the database is away), nothing is changed.
set -euo pipefail
fail() { echo "autoscale.sh: $*" >&2; exit 2; }
say() { printf '%(%H:%M:%S)T %s\n' -1 "$*"; }

[ $# -ge 1 ] || fail "name the stack"
stack=$1 min=1 max=8 every=15 calm=180 rounds=-1
shift
while [ $# -gt 0 ]; do
  [[ ${2-} =~ ^[0-9]{1,9}$ ]] || fail "$1 wants a number"
  case $1 in
    --min) min=$2 ;;
    --max) max=$2 ;;
    --every) every=$2 ;;
    --calm) calm=$2 ;;
    --rounds) rounds=$2 ;;
    *) fail "there is no $1" ;;
  esac
  shift 2
done
[ $((min >= 1 && max >= min)) = 1 ] || fail "--min must be at least 1, and --max at least --min"
[ "$every" -ge 1 ] || fail "--every must be at least 1"
service=${stack}_worker asked=${stack}_workers-wanted
for name in "$service" "$asked"; do
  docker service inspect "$name" >/dev/null || fail "there is no service $name, or this is no manager of the swarm"
done

# The newest number within bounds, if one was said of late: a question takes some seconds, and the next comes ten seconds later.
wanted() {
  local said
  said=$(timeout 20 docker service logs --raw --since 45s "$asked" 2>/dev/null | grep -xE '[0-9]{1,9}' | tail -n 1) || return
  echo $((said < min ? min : said > max ? max : said))
}

declare -A wish # by the second in which it was wanted
begun=$SECONDS silent=
while [ "$rounds" != 0 ]; do
  rounds=$((rounds - 1))
  if ! now=$(wanted); then
    [ -n "$silent" ] || say "no answer from $asked: nothing is changed until there is one"
    silent=yes
    wish=() begun=$SECONDS
  else
    silent=
    wish[$SECONDS]=$now most=$now
    for second in "${!wish[@]}"; do
      if [ "$second" -lt $((SECONDS - calm)) ]; then
        unset "wish[$second]"
      elif [ "${wish[$second]}" -gt "$most" ]; then
        most=${wish[$second]}
      fi
    done
    there=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service")
    target=$there
    if [ "$now" -gt "$there" ]; then
      target=$now
    elif [ "$most" -lt "$there" ] && [ $((SECONDS - begun)) -ge "$calm" ]; then
      target=$most
    fi
    if [ "$target" != "$there" ]; then
      say "$there workers, wanted: $now (at most $most in the last $calm s): $target from now on"
      docker service scale --detach "$service=$target" >/dev/null || say "the swarm refused; tried again at the next look"
    fi
  fi
  [ "$rounds" = 0 ] || sleep "$every"
done
