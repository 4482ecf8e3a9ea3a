export interface ClusterIdentity {
  readonly name: string;
  readonly role: 'central' | 'edge';
  readonly nodeName: string;
  readonly nodeAddress: string;
  /** Where Thanos Query reaches this cluster's sidecar from outside, `ip:port`. */
  readonly sidecarAddress: string;
}

export const namespace = 'monitoring';
export const release = 'kube-prometheus-stack';
export const prometheusResource = `${release}-prometheus`;
export const prometheusSet = `prometheus-${prometheusResource}`;
export const alertmanagerResource = `${release}-alertmanager`;
export const alertmanagerSet = `alertmanager-${alertmanagerResource}`;
export const bucketName = 'thanos-bucket';
export const thanosImage = 'quay.io/thanos/thanos:v0.37.2';

const firstNodes = [194, 196, 197, 198];

export function identityOf(index: number): ClusterIdentity {
  const number = String(index + 1).padStart(2, '0');
  const node = firstNodes[index] ?? 195 + index;
  const address = (last: number): string =>
    last < 250 ? `192.168.101.${last}` : `192.168.${102 + Math.floor((last - 250) / 250)}.${(last - 250) % 250}`;
  return {
    name: `cluster-${number}`,
    role: index === 0 ? 'central' : 'edge',
    nodeName: `k8s-cluster-${number}`,
    nodeAddress: address(node),
    sidecarAddress: `${address(node + 15)}:10901`,
  };
}
