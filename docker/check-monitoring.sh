#!/bin/bash
# Checks the files of the monitoring profile: Prometheus' settings, the alerts with their tests, and the syntax of every expression of
# the dashboard.
#
#   check-monitoring.sh               only the files, with the promtool of the image in compose.yml
#   check-monitoring.sh CONTAINER     also queries a running Prometheus: every panel must have data
set -euo pipefail
cd "$(dirname "$0")"
container=${1-}
image=$(sed -n 's/^ *image: \(prom\/prometheus:.*\)/\1/p' compose.yml)
dashboard=grafana/dashboards/carga.json
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"

promtool() {
  docker run --rm -i -v "$PWD/prometheus:/etc/prometheus:ro" -v "$scratch:/scratch:ro" --entrypoint promtool "$image" "$@"
}

promtool check config /etc/prometheus/prometheus.yml
promtool test rules /etc/prometheus/alerts.test.yml

# Every alert has a test. The expressions of the panels are checked as recording rules, since promtool checks only rules.
sed -n 's/^ *- alert: //p' prometheus/alerts.yml | while IFS= read -r alert; do
  grep -q "alertname: $alert\$" prometheus/alerts.test.yml || { echo "FAILED: alerts.test.yml does not expect $alert"; exit 1; }
done
# shellcheck disable=SC2016 # the dollar is Grafana's
sed -n 's/^ *"expr": "\(.*\)",$/\1/p' "$dashboard" | sed 's/\\"/"/g; s/\$__rate_interval/1m/g' >"$scratch/expressions"
{
  printf 'groups:\n  - name: dashboard\n    rules:\n'
  number=0
  while IFS= read -r expression; do
    printf "      - {record: 'panel:%d', expr: '%s'}\n" $((number += 1)) "$expression"
  done <"$scratch/expressions"
} >"$scratch/dashboard.yml"
chmod 644 "$scratch"/*
promtool check rules /scratch/dashboard.yml

if [ -n "$container" ]; then
  empty=0
  while IFS= read -r expression; do
    # Alerts, and flaws that no line has had yet, may have no data.
    answer=$(docker exec -i "$container" promtool query instant http://localhost:9090 "$expression" </dev/null)
    if [ -z "$answer" ] && [[ $expression != ALERTS* && $expression != *flaw* ]]; then
      echo "no data: $expression"
      empty=$((empty + 1))
    fi
  done <"$scratch/expressions"
  echo "$(wc -l <"$scratch/expressions") expressions queried, $empty without data"
  [ "$empty" = 0 ]
fi
