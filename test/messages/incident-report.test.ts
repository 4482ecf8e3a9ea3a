import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../src/messages/incident-report.ts';
import type { TimelineEvent } from '../../src/model/incident.ts';
import { minutes } from '../../src/model/time.ts';
import { alertOf, RESOLVED, STARTED, viewOf } from './incident-views.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;

const TIMELINE: readonly TimelineEvent[] = [
  { incidentId: 'inc_7f3a', at: STARTED, kind: 'opened', actor: 'alertmanager', details: {} },
  { incidentId: 'inc_7f3a', at: STARTED + minutes(3), kind: 'acknowledged', actor: 'U0KIM', details: {} },
];

describe('messages/incident-report', () => {
  it('tells the incident from beginning to end', () => {
    expect(reportMarkdown(viewOf(RESOLVED, {}, { id: 'inc-1' }).incident, TIMELINE, [alertOf(1, { status: 'resolved' })], EN)).toBe(
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
    const report = reportMarkdown(viewOf(RESOLVED, {}, { summary }).incident, [], [], EN);

    expect(report).toContain('\\<script\\>x\\</script\\> \\# heading \\| cell \\[link\\](http://x) \\`code\\` \\*bold\\*');
  });

  it('counts the alerts that it does not list', () => {
    const alerts = Array.from({ length: 250 }, (_, index) => alertOf(index));

    expect(reportMarkdown(viewOf(RESOLVED).incident, [], alerts, EN)).toContain('- … and 50 more');
  });
});
