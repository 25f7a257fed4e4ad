#!/usr/bin/env bash
# Checks the manifests against the published schemas: Kubernetes' own, KEDA's and the Prometheus operator's. Nothing that has an
# unknown field, lacks one, or has a value of another type passes; what proves that is a list of mistakes that must be refused.
#
#   docker/kubernetes/check.sh
#
# Wants Node 20 or later and npm, which fetches the schemas into target/ the first time; no cluster. Where kubectl is at hand, what
# kustomize makes of the base and of the example is checked instead of the single files.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly manifests=docker/kubernetes folder=$PWD/target/kubernetes-check

command -v node >/dev/null && command -v npm >/dev/null || { echo "Node and npm are needed" >&2; exit 2; }
mkdir -p "$folder"
cp "$manifests"/check/* "$folder"/
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

files=()
if command -v kubectl >/dev/null; then
    for made in base example; do
        kubectl kustomize "$manifests/$made" >"$folder/$made.yaml"
        files+=("$folder/$made.yaml")
    done
else
    echo "There is no kubectl: the files are checked as they are, and not what kustomize makes of them"
    for file in "$manifests"/{base,keda,monitoring}/*.yaml "$manifests"/example/{namespace,ingress}.yaml; do
        [ "$(basename "$file")" = kustomization.yaml ] || files+=("$PWD/$file")
    done
fi
cd "$folder"
node check.mjs "${files[@]#"$folder"/}"
