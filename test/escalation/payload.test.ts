import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertPayload, readPayload } from '../../src/escalation/payload.ts';

const FIRING = fixture('firing.json');

function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/alertmanager', name), 'utf8'));
}

function read(json: unknown, options: { readonly cluster?: string } = {}): AlertPayload {
  const reading = readPayload(json, options);
  if (!reading.ok) {
    throw new Error(`not read: ${JSON.stringify(reading.problem)}`);
  }
  return reading.payload;
}

function alert(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    status: 'firing',
    labels: { alertname: 'A', cluster: 'cluster-01', severity: 'warning' },
    annotations: {},
    startsAt: '2026-11-22T08:36:43.31269818Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: '97b6056d67a62f98',
    ...overrides,
  };
}

const body = (alerts: readonly unknown[], overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  ...FIRING,
  commonAnnotations: {},
  alerts,
  ...overrides,
});

describe('escalation/payload', () => {
  it('reads what Alertmanager really sends', () => {
    const payload = read(fixture('mixed.json'));

    expect(payload).toMatchObject({ receiver: 'bot', title: 'Grp', cluster: 'eu', severity: 'warning', truncatedAlerts: 0 });
    expect(payload.groupKey).toBe('{}:{alertname="Grp", cluster="eu"}');
    expect(payload.alerts.map(({ status, labels }) => `${labels['pod']} ${status}`)).toEqual(['a resolved', 'b firing']);
    expect(payload.alerts[0]?.startsAt).toBe('2026-11-22T08:36:43.31269818Z');
  });

  it('reads a notification that everything is over', () => {
    expect(read(fixture('resolved.json')).alerts.every(({ status }) => status === 'resolved')).toBe(true);
  });

  it('undoes the quoting of the receiver', () => {
    expect(read(body([alert()], { receiver: 'mon\\.bot-l1/x' })).receiver).toBe('mon.bot-l1/x');
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'hello'],
    ['another version', { ...FIRING, version: '5' }],
    ['a number as version', { ...FIRING, version: 4 }],
    ['no alerts', { ...FIRING, alerts: undefined }],
    ['an empty list of alerts', { ...FIRING, alerts: [] }],
    ['labels that are not text', body([alert({ labels: { alertname: 7 } })])],
    ['a start that is no time', body([alert({ startsAt: 'yesterday' })])],
    ['an unknown status', body([alert({ status: 'maybe' })])],
  ])('refuses %s with a sentence', (_, json) => {
    const reading = readPayload(json);

    expect(reading.ok ? 'read' : reading.problem.id).toMatch(/^incident\.payload/);
  });

  it('names the place that is wrong', () => {
    const reading = readPayload(body([alert(), alert({ labels: null })]));

    expect(reading).toMatchObject({ ok: false, problem: { args: { path: 'alerts[1].labels' } } });
  });

  it('lets fields through that newer versions add', () => {
    const payload = read(body([alert({ routeLabels: { a: 'b' } })], { notification_reason: 'repeat interval elapsed', routeLabels: {} }));

    expect(payload.notificationReason).toBe('repeat interval elapsed');
  });

  it('takes null where Go writes an empty map', () => {
    const json = body([alert({ annotations: null })], { commonAnnotations: null, groupLabels: null, commonLabels: null });

    expect(read(json)).toMatchObject({ labels: {}, annotations: {} });
  });

  it('judges severity by the alerts that fire', () => {
    const over = alert({ status: 'resolved', labels: { alertname: 'A', severity: 'critical' } });

    expect(read(body([over, alert()])).severity).toBe('warning');
  });

  it.each([
    ['the same for all', ['cluster-01', 'cluster-01'], {}, 'cluster-01'],
    ['different', ['cluster-01', 'cluster-02'], {}, '*'],
    ['missing', [undefined, undefined], {}, '*'],
    ['missing, but the sender is known', [undefined], { cluster: 'cluster-03' }, 'cluster-03'],
    ['partly missing', ['cluster-01', undefined], {}, '*'],
  ])('finds the cluster when labels are %s', (_, clusters, options, expected) => {
    const alerts = clusters.map((cluster) => alert({ labels: { alertname: 'A', ...(cluster === undefined ? {} : { cluster }) } }));

    expect(read(body(alerts), options).cluster).toBe(expected);
  });

  it('titles a group of many alerts by the first names', () => {
    const alerts = ['A', 'B', 'C', 'D', 'E', 'A'].map((alertname) => alert({ labels: { alertname } }));

    expect(read(body(alerts)).title).toBe('A, B, C +2');
  });

  it('summarises with what fires, then with what it can find', () => {
    const over = alert({ status: 'resolved', annotations: { summary: 'over' } });

    expect(read(body([over, alert({ annotations: { summary: 'fires' } })])).summary).toBe('fires');
    expect(read(body([alert({ annotations: { description: 'described' } })])).summary).toBe('described');
    expect(read(body([alert()])).summary).toBe('');
  });

  describe('with text from strangers', () => {
    it('drops what a database refuses and what turns text around', () => {
      const { labels } = read(
        body([alert({ labels: { alertname: 'a\u0000b', rtl: '\u202Egnp.exe', bell: 'x\u0007\ty', lone: '\uD800!' } })]),
      ).alerts[0] ?? { labels: {} };

      expect(labels).toEqual({ alertname: 'ab', rtl: 'gnp.exe', bell: 'x y', lone: '\uFFFD!' });
    });

    it('keeps the lines of a description', () => {
      expect(read(body([alert({ annotations: { description: 'one\r\ntwo' } })])).summary).toBe('one\ntwo');
    });

    it('cuts a value of a megabyte without splitting a character', () => {
      const value = read(body([alert({ labels: { alertname: 'A', big: '🔥'.repeat(500_000) } })])).alerts[0]?.labels['big'] ?? '';

      expect(value).toHaveLength(1_999);
      expect(value.endsWith('🔥…')).toBe(true);
    });

    it('keeps a hundred labels at most', () => {
      const labels = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`label_${index}`, 'x']));

      expect(Object.keys(read(body([alert({ labels })])).alerts[0]?.labels ?? {})).toHaveLength(100);
    });

    it('is not changed by labels with the names of prototypes', () => {
      const json = JSON.parse(JSON.stringify(body([alert()])).replace('"alertname"', '"__proto__":"x","constructor":"y","alertname"'));
      const { labels } = read(json).alerts[0] ?? { labels: {} };

      expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
      expect(Object.keys(labels)).not.toContain('__proto__');
    });

    it('tells group keys apart that look the same after cleaning', () => {
      const keys = ['{}:{a="x"}', '{}:{a="x\u0000"}', `{}:{a="${'y'.repeat(3_000)}1"}`, `{}:{a="${'y'.repeat(3_000)}2"}`];

      expect(new Set(keys.map((groupKey) => read(body([alert()], { groupKey })).groupKey)).size).toBe(keys.length);
    });

    it('takes any labels and never lets control characters through', () => {
      fc.assert(
        fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (labels) => {
          const [read1] = read(body([alert({ labels, annotations: labels })])).alerts;
          const texts = Object.entries({ ...read1?.labels, ...read1?.annotations }).flat();

          expect(texts.filter((text) => /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u.test(text) || !text.isWellFormed())).toEqual([]);
        }),
      );
    });

    it('refuses or reads any JSON, and never throws', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (json) => {
          expect(typeof readPayload(json).ok).toBe('boolean');
          expect(typeof readPayload(body([json])).ok).toBe('boolean');
        }),
      );
    });

    it('is not overthrown by nesting', () => {
      const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);

      expect(readPayload(deep).ok).toBe(false);
      expect(read(body([alert()], { extra: deep })).alerts).toHaveLength(1);
    });
  });

  it('reads ten thousand alerts', () => {
    const alerts = Array.from({ length: 10_000 }, (_, index) => alert({ fingerprint: `f${index}` }));

    expect(read(body(alerts, { truncatedAlerts: 3 }))).toMatchObject({ alerts: { length: 10_000 }, truncatedAlerts: 3 });
  });
});
