export const securityItems: Readonly<Record<string, string>> = {
  'grafana-users': 'Review of Grafana users and rights',
  's3-key': 'Rotation of the S3 access key',
  'service-accounts': 'Unused ServiceAccounts',
  'pod-standards': 'Pod Security standards',
  'network-policies': 'Review of NetworkPolicies',
  vulnerabilities: 'Vulnerability scan of the images',
};
