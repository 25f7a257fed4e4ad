#!/usr/bin/env bash
# Checks the manifests against the published schemas of Kubernetes, KEDA and the Prometheus operator: unknown fields, missing fields
# and values of the wrong type fail. A list of deliberate mistakes proves that the check rejects them.
#
#   docker/kubernetes/check.sh
#
# Needs Node 20 or later and npm, which fetches the schemas into target/ the first time, but no cluster. With kubectl, it checks the
# output of kustomize for the base and the example instead of the single files.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly manifests=docker/kubernetes folder=$PWD/target/kubernetes-check

command -v node >/dev/null && command -v npm >/dev/null || { echo "Node and npm are needed" >&2; exit 2; }
mkdir -p "$folder"
cp "$manifests"/check/* "$folder"/
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

files=()
if command -v kubectl >/dev/null; then
    for rendered in base example; do
        kubectl kustomize "$manifests/$rendered" >"$folder/$rendered.yaml"
        files+=("$folder/$rendered.yaml")
    done
else
    echo "No kubectl: checking the files themselves instead of the output of kustomize"
    for file in "$manifests"/{base,keda,monitoring}/*.yaml "$manifests"/example/{namespace,ingress}.yaml; do
        [ "$(basename "$file")" = kustomization.yaml ] || files+=("$PWD/$file")
    done
fi
cd "$folder"
node check.mjs "${files[@]#"$folder"/}"
