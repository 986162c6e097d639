#!/usr/bin/env bash
# Runs the example on the cluster of kubectl, prints its report, and copies the run directories into FOLDER:
#   deploy/kubernetes/first-report.sh [FOLDER]
# Its exit code is that of the run. `kubectl delete namespace loadcell` removes everything.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:-loadcell-results}"
in_namespace() { kubectl --namespace loadcell "$@"; }

kubectl create namespace loadcell --dry-run=client --output yaml | kubectl apply --filename -
if ! in_namespace get secret loadcell-bus >/dev/null 2>&1; then
  # From a file descriptor: arguments of a program can be read by every user.
  password="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  in_namespace create secret generic loadcell-bus \
    --from-file=password=<(printf %s "$password") \
    --from-file=url=<(printf 'nats://loadcell:%s@loadcell-nats.loadcell:4222' "$password")
fi

# A Job runs once: one of an earlier run makes room.
in_namespace delete job loadcell-load loadcell-run --ignore-not-found
kubectl apply --kustomize "$here/example"

# Complete or failed, whichever comes first.
for ((seconds = 0; seconds < 1800; seconds += 5)); do
  [[ -z "$(in_namespace get job loadcell-run --output 'jsonpath={.status.succeeded}{.status.failed}')" ]] || break
  sleep "${LOADCELL_POLL_SECONDS:-5}"
done
in_namespace logs job/loadcell-run
code="$(in_namespace get pods --selector batch.kubernetes.io/job-name=loadcell-run \
  --output 'jsonpath={.items[0].status.containerStatuses[0].state.terminated.exitCode}')"

kubectl apply --filename "$here/results/results-pod.yaml"
in_namespace wait --for=condition=ready --timeout=5m pod/loadcell-results
in_namespace cp loadcell-results:/results "$folder"
in_namespace delete pod loadcell-results
exit "${code:-3}"
