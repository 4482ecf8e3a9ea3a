#!/usr/bin/env bash
# What the operations manual lets a person do every morning, as it is written there: one cluster after the other.
#   manual-daily-check.sh DIRECTORY   with one kubeconfig CLUSTER.conf for each cluster; the first is the central one.
# KUBECTL=kubectl asks as the manual does; KUBECTL= (empty) sends the same questions with curl, which needs URL and token files
# CLUSTER.url and CLUSTER.token beside the kubeconfigs.
set -u
directory=$1
namespace=${NAMESPACE:-monitoring}
clusters=$(cd "$directory" && ls -- *.conf | sed 's/\.conf$//')
central=${clusters%%$'\n'*}

ask() { # CLUSTER PATH
  if [ -n "${KUBECTL:-}" ]; then
    "$KUBECTL" --kubeconfig "$directory/$1.conf" get --raw "$2"
  else
    curl --silent --show-error --header "Authorization: Bearer $(cat "$directory/$1.token")" "$(cat "$directory/$1.url")$2"
  fi
}

pods() { # CLUSTER
  if [ -n "${KUBECTL:-}" ]; then
    "$KUBECTL" --kubeconfig "$directory/$1.conf" get pods --namespace "$namespace"
  else
    ask "$1" "/api/v1/namespaces/$namespace/pods" | jq --raw-output '.items[] | "\(.metadata.name) \(.status.phase)"'
  fi
}

for cluster in $clusters; do
  echo "--- $cluster ---"
  pods "$cluster" | grep --invert-match 'Running\|Completed' || echo 'All pods running'
done

[ -n "${PODS_ONLY:-}" ] && exit 0

echo '--- uploads ---'
ask "$central" "/api/v1/namespaces/$namespace/pods/prometheus-kube-prometheus-stack-prometheus-0/log?container=thanos-sidecar&tailLines=5" |
  grep --extended-regexp 'uploaded|error'

echo '--- stores ---'
ask "$central" "/api/v1/namespaces/$namespace/services/thanos-query:9090/proxy/api/v1/stores" |
  jq '.data[] | .[] | {name: .name, lastCheck: .lastCheck}'
