import { describe, expect, it } from 'vitest';
import { type IncidentRecord, reportMarkdown } from '../../src/messages/incident-report.ts';
import { reportMessage } from '../../src/messages/incident-report-summary.ts';
import { say } from '../../src/messages/say.ts';
import type { Incident, IncidentAlert, TimelineEvent } from '../../src/model/incident.ts';
import type { Operation } from '../../src/model/plan.ts';
import { minutes } from '../../src/model/time.ts';
import { alertOf, RESOLVED, STARTED, viewOf } from './incident-views.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

const TIMELINE: readonly TimelineEvent[] = [
  { incidentId: 'inc_7f3a', at: STARTED, kind: 'opened', actor: 'alertmanager', details: {} },
  { incidentId: 'inc_7f3a', at: STARTED + minutes(3), kind: 'acknowledged', actor: 'U0KIM', details: {} },
];

const record = (
  change: Partial<Incident> = {},
  timeline: readonly TimelineEvent[] = [],
  alerts: readonly IncidentAlert[] = [],
): IncidentRecord => ({ incident: viewOf(RESOLVED, {}, change).incident, timeline, alerts, alertCount: alerts.length, operations: [] });

const operation = (id: string, status: Operation['status'], afterMs: number): Operation => ({
  id,
  revision: 2,
  status,
  actionId: 'scale',
  params: {},
  plan: {
    actionId: 'scale',
    title: say('silence.expireTitle', { what: 'job="*x*"', count: 1 }),
    confirm: say('operation.confirm'),
    risk: 'reversible',
    changes: [],
    notes: [],
    undo: null,
    gitPatch: null,
    precondition: {},
    baseline: {},
  },
  requestedBy: 'U0KIM',
  channel: 'C1',
  createdAt: STARTED,
  expiresAt: STARTED,
  confirmedBy: 'U0LEE',
  startedAt: STARTED + afterMs,
  finishedAt: null,
  steps: [],
  result: null,
  message: null,
  undoneBy: null,
});

describe('messages/incident-report', () => {
  it('tells the incident from beginning to end', () => {
    expect(reportMarkdown(record({ id: 'inc-1' }, TIMELINE, [alertOf(1, { status: 'resolved' })]), EN)).toBe(
      [
        '# cluster-01 · PrometheusTargetDown',
        '',
        'Target node-exporter on 192.168.101.194:9100 is down',
        '',
        '| Incident | inc-1 |',
        '| --- | --- |',
        '| Severity | CRITICAL |',
        '| Started | 2026-11-22 03:12 KST |',
        '| RESOLVED | 2026-11-22 03:35 KST |',
        '| Open for | 23m |',
        '| Acknowledged after | 3m (@U0KIM) |',
        '',
        '## Open questions',
        '',
        '- [ ] What was the cause, and what ended it? Nobody has written a note.',
        '',
        '## Timeline',
        '',
        '- 2026-11-22 03:12 KST — Opened',
        '- 2026-11-22 03:15 KST — Acknowledged by @U0KIM',
        '',
        '## Alerts (1)',
        '',
        '- ✅ 2026-11-21T18:12:00.5Z instance="10.0.0.1:9100"',
        '',
      ].join('\n'),
    );
  });

  it('makes markup in alerts inert', () => {
    const summary = '<script>x</script>\n# heading | cell [link](http://x) `code` *bold*';
    const report = reportMarkdown(record({ summary }), EN);

    expect(report).toContain('\\<script\\>x\\</script\\> \\# heading \\| cell \\[link\\](http://x) \\`code\\` \\*bold\\*');
  });

  it('tells what was changed as its own record does, once, with what failed and what was undone', () => {
    const looked: TimelineEvent = {
      incidentId: 'inc_7f3a',
      at: STARTED + minutes(1),
      kind: 'action',
      actor: 'U0KIM',
      details: { text: '/thanos pods' },
    };
    const ended = {
      ...looked,
      at: STARTED + minutes(5),
      details: { text: '/thanos scale query 3', outcome: 'succeeded', operation: 'op-1' },
    };
    const operations = [
      { operation: operation('op-1', 'succeeded', minutes(4)), undoneBy: 'op-3' },
      { operation: operation('op-2', 'failed', minutes(2)), undoneBy: null },
    ];
    const text = reportMarkdown({ ...record({}, [looked, ended]), operations }, EN);
    const section = text.slice(text.indexOf('## Actions'), text.indexOf('## Timeline'));

    expect(section.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- 2026-11-22 03:13 KST — @U0KIM ran /thanos pods',
      expect.stringMatching(/03:14 KST — @U0LEE: End the silence .* · failed \(op-2\)$/),
      expect.stringMatching(/03:16 KST — @U0LEE: End the silence .*\\\*x\\\*.* · done \(op-1\) · undone by op-3$/),
    ]);
    expect(JSON.stringify(reportMessage({ ...record({}, [looked, ended]), operations, counts: { firing: 0, resolved: 1 } }, EN))).toContain(
      '3 actions',
    );
  });

  it('counts the alerts that it does not list', () => {
    const alerts = Array.from({ length: 250 }, (_, index) => alertOf(index));

    expect(reportMarkdown(record({}, [], alerts), EN)).toContain('- … and 50 more');
  });
});
