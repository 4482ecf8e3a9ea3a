import { z } from 'zod';
import { documents, filesUnder } from './documents.ts';

const ruleSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().regex(/^\d+[smh]$/),
  labels: z.looseObject({ severity: z.enum(['info', 'warning', 'critical']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.url() }),
});

const prometheusRule = z.looseObject({
  kind: z.literal('PrometheusRule'),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        interval: z.string(),
        partial_response_strategy: z.enum(['warn', 'abort']).optional(),
        rules: z.array(ruleSchema).min(1),
      }),
    ),
  }),
});

export const rulesFolder = 'manifests/rules';

export const ruleFiles = filesUnder(rulesFolder, '-rules.yaml');

export const prometheusRuleOf = (path: string): z.infer<typeof prometheusRule> => prometheusRule.parse(documents(path)[0]);

export const allRules = ruleFiles.flatMap((path) => prometheusRuleOf(path).spec.groups.flatMap((group) => group.rules));

/** `S3StorageNearFull` → `s3-storage-near-full`, the name of its runbook. */
export function kebab(alert: string): string {
  return alert
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** Names that stand in the manual and exist in no exporter: whatever uses them is silently dead. */
export const deadMetrics = [
  'thanos_query_duration_seconds',
  /thanos_query_concurrent_selects(?!_gate)/,
  'thanos_bucket_store_cached_postings_hits_total',
  'thanos_shipper_last_successful_upload_time',
  's3_bucket_size_bytes',
  's3_bucket_quota_bytes',
  'result="error"',
  /job="prometheus"/,
];

export const deadMetricsIn = (expression: string): string[] =>
  deadMetrics.filter((name) => (typeof name === 'string' ? expression.includes(name) : name.test(expression))).map(String);
