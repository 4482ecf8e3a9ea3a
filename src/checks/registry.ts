import { alerts } from './alerts.ts';
import { benchmark } from './benchmark.ts';
import { bucket } from './bucket.ts';
import { bucketFreshness } from './bucket-freshness.ts';
import { bucketIntegrity } from './bucket-integrity.ts';
import { bucketRetention } from './bucket-retention.ts';
import { capacity } from './capacity.ts';
import type { Check } from './check.ts';
import { disk } from './disk.ts';
import { errorReview } from './error-review.ts';
import { localRetention } from './local-retention.ts';
import { metricCheck } from './metrics/metric-check.ts';
import { METRIC_ROWS } from './metrics/rows.ts';
import { osUpdates } from './os-updates.ts';
import { pods } from './pods.ts';
import { resourceTrends } from './resource-trends.ts';
import { s3Upload } from './s3-upload.ts';
import { checklist } from './security/checklist.ts';
import { grafanaUsers } from './security/grafana-users.ts';
import { images } from './security/images.ts';
import { networkPolicies } from './security/network-policies.ts';
import { podStandards } from './security/pod-standards.ts';
import { s3Key } from './security/s3-key.ts';
import { serviceAccounts } from './security/service-accounts.ts';
import { vulnerabilities } from './security/vulnerabilities.ts';
import { silences } from './silences.ts';
import { stores } from './stores.ts';

/** Every check, in the order in which people read them. */
export const CHECKS: readonly Check[] = [
  pods,
  s3Upload,
  stores,
  alerts,
  disk,
  bucket,
  bucketFreshness,
  silences,
  ...Object.values(METRIC_ROWS).flat().map(metricCheck),
  bucketRetention,
  bucketIntegrity,
  errorReview,
  resourceTrends,
  localRetention,
  capacity,
  osUpdates,
  serviceAccounts,
  networkPolicies,
  podStandards,
  images,
  s3Key,
  grafanaUsers,
  vulnerabilities,
  checklist,
  benchmark,
];

export function checkById(id: string): Check | undefined {
  return CHECKS.find((check) => check.id === id);
}
