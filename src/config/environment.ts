import { Encrypter } from 'age-encryption';
import { z } from 'zod';
import { Secret } from '../model/secret.ts';
import type { Environment } from './config.ts';

const secret = (pattern: RegExp, expected: string) =>
  z
    .string()
    .regex(pattern, `expected ${expected}`)
    .transform((value) => new Secret(value))
    .optional();

const anySecret = secret(/./s, 'a value');

/** Every variable that the product reads. `.env.example` lists the same names; a test compares. */
export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-/, 'a bot token that starts with xoxb-'),
  SLACK_APP_TOKEN: secret(/^xapp-/, 'an app token that starts with xapp-'),
  SLACK_SIGNING_SECRET: anySecret,
  SLACK_API_URL: z.url('expected a URL').default('https://slack.com/api/'),
  CONFIG_FILE: z.string().default('thanos-chatops.yaml'),
  DATABASE_URL: secret(/^postgres(ql)?:\/\//, 'postgres://…'),
  DATA_DIR: z.string().default('data'),
  ALERT_WEBHOOK_TOKEN: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((token) => token.trim())
        .filter((token) => token !== '')
        .map((token) => new Secret(token)),
    ),
  HTTP_HOST: z.string().default('0.0.0.0'),
  HTTP_PORT: z.coerce
    .number('expected a port number')
    .int('expected a port number')
    .min(0, 'expected a port number')
    .max(65_535, 'expected a port number')
    .default(8080),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: anySecret,
  AWS_REGION: z.string().default('us-east-1'),
  GRAFANA_TOKEN: anySecret,
  BACKUP_RECIPIENT: z.string().refine(isRecipient, 'expected an age public key that starts with age1').optional(),
  HEARTBEAT_URL: secret(/^https?:\/\//, 'an http or https address'),
  SMTP_URL: secret(/^smtps?:\/\//, 'smtp://… or smtps://…'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TZ: z.string().optional(),
});

function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return text.startsWith('age1');
  } catch {
    return false;
  }
}

/** Empty variables count as absent: that is what an untouched line of an env file gives. */
export function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

export function toEnvironment(values: z.output<typeof environmentSchema>): Environment {
  return {
    slackBotToken: values.SLACK_BOT_TOKEN ?? null,
    slackAppToken: values.SLACK_APP_TOKEN ?? null,
    slackSigningSecret: values.SLACK_SIGNING_SECRET ?? null,
    slackApiUrl: values.SLACK_API_URL.endsWith('/') ? values.SLACK_API_URL : `${values.SLACK_API_URL}/`,
    configFile: values.CONFIG_FILE,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDirectory: values.DATA_DIR,
    alertWebhookTokens: values.ALERT_WEBHOOK_TOKEN,
    httpHost: values.HTTP_HOST,
    httpPort: values.HTTP_PORT,
    awsAccessKeyId: values.AWS_ACCESS_KEY_ID ?? null,
    awsSecretAccessKey: values.AWS_SECRET_ACCESS_KEY ?? null,
    awsRegion: values.AWS_REGION,
    grafanaToken: values.GRAFANA_TOKEN ?? null,
    backupRecipient: values.BACKUP_RECIPIENT ?? null,
    heartbeatUrl: values.HEARTBEAT_URL ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    logLevel: values.LOG_LEVEL,
  };
}
