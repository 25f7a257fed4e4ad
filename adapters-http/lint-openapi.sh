#!/bin/sh
# Lints openapi.json with Redocly's recommended rules and Spectral's spectral:oas, and fails on any error or warning. Needs Node.js 20
# or later, and downloads the two linters the first time.
#
#   lint-openapi.sh
set -eu
cd "$(dirname "$0")"
document=src/main/resources/dev/carga/adapters/http/openapi.json
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# No telemetry.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true SCARF_ANALYTICS=false

# recommended-strict has the rules of recommended, with each warning as an error.
npx --yes @redocly/cli@2.77.0 lint --extends=recommended-strict "$document"

echo 'extends: ["spectral:oas"]' >"$scratch/ruleset.yaml"
npx --yes @stoplight/spectral-cli@6.16.3 lint --ruleset "$scratch/ruleset.yaml" --fail-severity hint "$document"
