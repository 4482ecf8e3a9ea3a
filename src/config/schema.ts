import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { parseSize } from '../model/size.ts';
import { parseDuration } from '../model/time.ts';

const duration = z.string().transform((text, ctx) => {
  const durationMs = parseDuration(text);
  if (durationMs === null || durationMs <= 0) {
    ctx.addIssue({ code: 'custom', message: 'expected a duration such as 5m, 2h or 7d' });
    return z.NEVER;
  }
  return durationMs;
});

const size = z.string().transform((text, ctx) => {
  const sizeBytes = parseSize(text);
  if (sizeBytes === null || sizeBytes <= 0) {
    ctx.addIssue({ code: 'custom', message: 'expected a size such as 200GiB' });
    return z.NEVER;
  }
  return sizeBytes;
});

const timeZone = z.string().refine((zone) => isTimeZone(zone), 'expected an IANA time zone such as Asia/Seoul');

/** Five fields; node-cron also takes seconds, but a schedule in seconds is a mistake here. */
const cron = z
  .string()
  .refine((text) => text.trim().split(/\s+/).length === 5 && isCron(text), 'expected five cron fields such as "0 9 * * *"');

const locale = z.enum(['ko', 'en']);
const slackChannel = z.string().regex(/^[CG][A-Z0-9]+$/, 'expected a Slack channel id such as C0123ABCD');
const slackUser = z.string().regex(/^[UW][A-Z0-9]+$/, 'expected a Slack user id such as U0123ABCD');
const slackMember = z.string().regex(/^[UWS][A-Z0-9]+$/, 'expected a Slack user id (U…) or usergroup id (S…)');
const objectName = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected a Kubernetes object name');
const service = z
  .string()
  .regex(/^(https?:)?[a-z0-9]([-a-z0-9]*[a-z0-9])?:[a-z0-9-]+$/, 'expected a Service and port such as thanos-query:9090');
const regex = z.string().refine(isRegex, 'expected a regular expression');

const endpoint = z
  .strictObject({ service: service.optional(), url: z.url().optional(), cluster: objectName.optional() })
  .refine((value) => (value.service === undefined) !== (value.url === undefined), 'expected either service or url');

const workload = z
  .string()
  .regex(/^(deployment|statefulset)\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected deployment/<name> or statefulset/<name>');

const clusterSchema = z
  .strictObject({
    name: objectName,
    role: z.enum(['central', 'edge']).default('edge'),
    kubeconfig: z.string().min(1).optional(),
    inCluster: z.boolean().optional(),
    context: z.string().min(1).optional(),
    namespace: objectName.default('monitoring'),
    prometheus: z
      .strictObject({
        service: service.optional(),
        url: z.url().optional(),
        name: objectName.default('kube-prometheus-stack-prometheus'),
      })
      .default({ service: 'kube-prometheus-stack-prometheus:9090', name: 'kube-prometheus-stack-prometheus' }),
    alertmanager: endpoint.default({ service: 'kube-prometheus-stack-alertmanager:9093' }),
    nodes: z
      .array(
        z.strictObject({
          address: z.string().min(1),
          ssh: z.string().min(1).optional(),
          hostKey: z
            .string()
            .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'expected a host key fingerprint such as SHA256:…')
            .optional(),
          privateKeyFile: z.string().min(1).optional(),
        }),
      )
      .default([]),
    expectedStores: z
      .array(
        z.strictObject({
          type: z.enum(['sidecar', 'store', 'rule', 'receive', 'query']),
          replicas: z.int().min(1).max(100).default(1),
          address: z.string().min(1).optional(),
        }),
      )
      .optional(),
  })
  .refine((value) => (value.kubeconfig === undefined) !== (value.inCluster !== true), 'expected either kubeconfig or inCluster: true');

const member = z
  .strictObject({
    schedule: z.string().min(1).optional(),
    users: z.array(slackUser).min(1).optional(),
    usergroup: z
      .string()
      .regex(/^S[A-Z0-9]+$/)
      .optional(),
    webhook: z.url().optional(),
    email: z.email('expected an e-mail address').optional(),
    hours: z
      .string()
      .regex(
        /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? \d{2}:\d{2}-\d{2}:\d{2}$/,
        'expected hours such as "Mon-Fri 09:00-18:00"',
      )
      .optional(),
  })
  .refine(
    (value) => [value.schedule, value.users, value.usergroup, value.webhook, value.email].filter((way) => way !== undefined).length === 1,
    'expected exactly one of schedule, users, usergroup, webhook, email',
  );

const level = z.strictObject({
  level: z.int().min(1).max(9),
  notify: z.array(z.string().min(1)).min(1),
  ackTimeout: duration,
  repeat: z.boolean().default(false),
  perPerson: z.boolean().optional(),
});

const rotation = z.strictObject({
  rotation: z.union([z.enum(['daily', 'weekly']), duration]).default('weekly'),
  start: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'expected a local time such as 2026-01-05T09:00'),
  timezone: timeZone.optional(),
  users: z.array(slackUser).min(1),
  /** An iCalendar file whose events take precedence over the rotation; relative to the configuration file. */
  calendar: z.string().min(1).optional(),
  /** Names as the calendar's summaries write them. */
  people: z.record(z.string().min(1), slackUser).optional(),
});

const incidentClass = z.strictObject({
  match: z.record(z.string().min(1), regex),
  class: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  startLevel: z.int().min(1).max(9).optional(),
  /** The level beyond which its incidents do not climb by themselves. */
  highestLevel: z.int().min(1).max(9).optional(),
  quiet: z.boolean().optional(),
});

const escalation = z.strictObject({
  team: z.record(z.string().min(1), member).default({}),
  schedules: z.record(z.string().min(1), rotation).default({}),
  levels: z.array(level).min(1),
  classes: z.array(incidentClass).default([]),
  dndAckTimeout: duration.optional(),
  /** A cluster's Watchdog must arrive this often; watched once it has arrived for the first time. */
  watchdog: z
    .strictObject({ within: duration.default(parseDuration('10m') ?? 0), alertname: z.string().min(1).default('Watchdog') })
    .prefault({}),
  /** The longest silence that can be made from Slack. */
  maxSilence: duration.default(parseDuration('7d') ?? 0),
  reminder: duration.default(parseDuration('30m') ?? 0),
  handBack: duration.default(parseDuration('4h') ?? 0),
  storm: z.strictObject({ incidents: z.int().min(2), within: duration }).default({ incidents: 10, within: parseDuration('5m') ?? 0 }),
});

const DEFAULT_COMPONENTS = {
  query: 'deployment/thanos-query',
  store: 'statefulset/thanos-store',
  compactor: 'statefulset/thanos-compactor',
  ruler: 'statefulset/thanos-ruler',
  queryFrontend: 'deployment/thanos-query-frontend',
};

const thanos = z.strictObject({
  cluster: objectName.optional(),
  query: endpoint,
  components: z
    .strictObject({
      query: workload.default(DEFAULT_COMPONENTS.query),
      store: workload.default(DEFAULT_COMPONENTS.store),
      compactor: workload.default(DEFAULT_COMPONENTS.compactor),
      ruler: workload.default(DEFAULT_COMPONENTS.ruler),
      queryFrontend: workload.default(DEFAULT_COMPONENTS.queryFrontend),
    })
    .default(DEFAULT_COMPONENTS),
  retention: z
    .strictObject({ raw: duration, '5m': duration, '1h': duration })
    .default({ raw: parseDuration('7d') ?? 0, '5m': parseDuration('30d') ?? 0, '1h': parseDuration('90d') ?? 0 }),
  bucket: z
    .strictObject({
      endpoint: z.url().optional(),
      name: z.string().min(1),
      prefix: z.string().default(''),
      region: z.string().optional(),
      forcePathStyle: z.boolean().default(true),
      capacity: size.optional(),
    })
    .optional(),
});

const keep = z.strictObject({ kubernetes: duration, grafana: duration, alertmanager: duration, bucket: duration }).default({
  kubernetes: parseDuration('30d') ?? 0,
  grafana: parseDuration('90d') ?? 0,
  alertmanager: parseDuration('90d') ?? 0,
  bucket: parseDuration('90d') ?? 0,
});

/** The configuration file as people write it. Durations become milliseconds, sizes bytes. Source: docs/configuration.md. */
export const fileSchema = z.strictObject({
  timezone: timeZone.default('Asia/Seoul'),
  locale: locale.default('ko'),
  slack: z.strictObject({
    channels: z.strictObject({ digest: slackChannel, incidents: slackChannel, audit: slackChannel.optional() }),
    locales: z.record(slackChannel, locale).default({}),
    newBlocks: z.boolean().default(false),
  }),
  access: z
    .strictObject({
      responders: z.array(slackMember).default([]),
      operators: z.array(slackMember).default([]),
      approvers: z.array(slackMember).default([]),
    })
    .default({ responders: [], operators: [], approvers: [] }),
  clusters: z.array(clusterSchema).min(1),
  thanos,
  grafana: endpoint.optional(),
  trivy: z.strictObject({ binary: z.string().min(1).default('trivy'), timeout: duration.default(300_000) }).prefault({}),
  metrics: z
    .strictObject({
      jobs: z
        .strictObject({
          prometheus: regex.default('kube-prometheus-stack-prometheus'),
          sidecar: regex.default('.*thanos-(sidecar|discovery).*'),
          query: regex.default('.*thanos-query'),
          store: regex.default('.*thanos-store.*'),
          compactor: regex.default('.*thanos-compact.*'),
          ruler: regex.default('.*thanos-rule.*'),
          targets: regex.default('node-exporter|kube-state-metrics'),
        })
        .prefault({}),
      longhornMount: regex.default('.*longhorn.*'),
    })
    .prefault({}),
  escalation,
  schedules: z
    .strictObject({
      digest: cron.default('0 9 * * *'),
      backup: cron.optional(),
      weekly: cron.optional(),
      monthly: cron.optional(),
      quarterly: cron.optional(),
    })
    .prefault({}),
  backup: z
    .strictObject({
      destination: z.strictObject({
        s3: z.strictObject({
          bucket: z.string().min(1),
          prefix: z.string().default('backup/'),
          endpoint: z.url().optional(),
          region: z.string().optional(),
          forcePathStyle: z.boolean().optional(),
        }),
      }),
      keep,
    })
    .optional(),
});

export type FileConfig = z.output<typeof fileSchema>;

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isCron(text: string): boolean {
  try {
    return CronExpressionParser.parse(text).fields !== undefined;
  } catch {
    return false;
  }
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
