import { z } from 'zod';
import type { ActiveAlert, Silence } from '../model/metrics.ts';
import type { Alertmanager } from '../ports.ts';
import type { HttpAnswer } from './http.ts';
import { expectSuccess } from './http-status.ts';
import { readJson } from './json-answer.ts';
import type { HttpEndpoint } from './service-proxy.ts';

const texts = z.record(z.string(), z.string());
const instant = z.string().transform((text, ctx) => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    ctx.addIssue({ code: 'custom', message: 'expected an instant' });
    return z.NEVER;
  }
  return at;
});

const alert = z.looseObject({
  fingerprint: z.string(),
  labels: texts,
  annotations: texts.default({}),
  startsAt: z.string(),
  generatorURL: z.string().default(''),
  status: z.looseObject({
    state: z.enum(['active', 'suppressed', 'unprocessed']),
    silencedBy: z.array(z.string()).nullish(),
    inhibitedBy: z.array(z.string()).nullish(),
  }),
});

const silence = z.looseObject({
  id: z.string(),
  status: z.looseObject({ state: z.enum(['active', 'pending', 'expired']) }),
  // Alertmanager before 0.22 knows no inequality and leaves `isEqual` out.
  matchers: z.array(z.looseObject({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) })),
  startsAt: instant,
  endsAt: instant,
  createdBy: z.string(),
  comment: z.string(),
});

const created = z.looseObject({ silenceID: z.string().min(1) });

/** Speaks to one Alertmanager through its API v2. */
export function createAlertmanager({ call, upstream }: HttpEndpoint): Alertmanager {
  return {
    async alerts(signal) {
      const path = '/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true';
      return readJson(await call({ method: 'GET', path }, signal), z.array(alert), upstream).map(readAlert);
    },
    async silences(signal) {
      return readJson(await call({ method: 'GET', path: '/api/v2/silences' }, signal), z.array(silence), upstream).map(readSilence);
    },
    async createSilence(wanted, signal) {
      const body = JSON.stringify({
        ...wanted,
        startsAt: new Date(wanted.startsAt).toISOString(),
        endsAt: new Date(wanted.endsAt).toISOString(),
      });
      const request = { method: 'POST', path: '/api/v2/silences', headers: { 'content-type': 'application/json' }, body } as const;
      return readJson(await call(request, signal), created, upstream).silenceID;
    },
    async expireSilence(id, signal) {
      const answer = await call({ method: 'DELETE', path: `/api/v2/silence/${encodeURIComponent(id)}` }, signal);
      if (!wasExpiredBefore(answer)) {
        expectSuccess(missingAsNotFound(answer), upstream);
      }
    },
  };
}

/** Alertmanager before 0.26 answers 500 where later ones answer 200 for a silence that has expired, and 404 for one that is not there. */
function wasExpiredBefore({ status, body }: HttpAnswer): boolean {
  return status === 500 && /^"silence \S+ already expired"\s*$/.test(body);
}

function missingAsNotFound(answer: HttpAnswer): HttpAnswer {
  return answer.status === 500 && /^"silence not found"\s*$/.test(answer.body) ? { ...answer, status: 404 } : answer;
}

function readAlert({ status, generatorURL, fingerprint, labels, annotations, startsAt }: z.output<typeof alert>): ActiveAlert {
  return {
    fingerprint,
    labels,
    annotations,
    startsAt,
    state: status.state,
    silencedBy: status.silencedBy ?? [],
    inhibitedBy: status.inhibitedBy ?? [],
    generatorUrl: generatorURL,
  };
}

function readSilence({ status, matchers, id, startsAt, endsAt, createdBy, comment }: z.output<typeof silence>): Silence {
  return {
    id,
    state: status.state,
    matchers: matchers.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
    startsAt,
    endsAt,
    createdBy,
    comment,
  };
}
