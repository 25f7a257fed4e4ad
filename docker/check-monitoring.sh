#!/bin/bash
# Checks what the monitoring profile loads: Prometheus' settings, the alerts against their tests, and that Prometheus reads every
# expression of the dashboard.
#
#   check-monitoring.sh               the files alone, with the promtool of the image that compose.yml names
#   check-monitoring.sh CONTAINER     asks a Prometheus that runs for every panel, too: each must have something to show
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

# Every alert is tested, and every panel has an expression that Prometheus reads: as a rule, since promtool reads no others.
sed -n 's/^ *- alert: //p' prometheus/alerts.yml | while IFS= read -r alert; do
  grep -q "alertname: $alert\$" prometheus/alerts.test.yml || { echo "FAILED: alerts.test.yml expects no $alert"; exit 1; }
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
    # Alerts, and flaws that no line has had yet, may well be none.
    answer=$(docker exec -i "$container" promtool query instant http://localhost:9090 "$expression" </dev/null)
    if [ -z "$answer" ] && [[ $expression != ALERTS* && $expression != *flaw* ]]; then
      echo "nothing to show: $expression"
      empty=$((empty + 1))
    fi
  done <"$scratch/expressions"
  echo "$(wc -l <"$scratch/expressions") expressions asked, $empty without an answer"
  [ "$empty" = 0 ]
fi
