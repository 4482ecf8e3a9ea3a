import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { incidentMessage } from '../../src/messages/incident.ts';
import type { IncidentView } from '../../src/messages/incident-view.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import type { EscalationState } from '../../src/model/incident.ts';
import type { Block, Control, Message } from '../../src/model/message.ts';
import { hours, minutes } from '../../src/model/time.ts';
import { ACKNOWLEDGED, alertOf, RESOLVED, STARTED, TRIGGERED, viewOf } from './incident-views.ts';

const EN = { locale: 'en', timeZone: 'Asia/Seoul' } as const;
const KO = { ...EN, locale: 'ko' } as const;

const QUIET: EscalationState = {
  status: 'triggered',
  isQuiet: true,
  levelIndex: 0,
  repeats: 0,
  nextEscalationAt: null,
  silencedUntil: null,
};
const SNOOZED: EscalationState = {
  status: 'acknowledged',
  isQuiet: false,
  by: 'U0KIM',
  at: STARTED,
  levelIndex: 0,
  remindAt: null,
  handBackAt: null,
  snoozedUntil: STARTED + hours(24),
  silencedUntil: null,
};
const SILENCE = { by: 'U0KIM', until: STARTED + hours(4), comment: 'planned work' };

const LAST_LEVEL: EscalationState = { ...TRIGGERED, levelIndex: 2 };
const EXHAUSTED: EscalationState = {
  status: 'triggered',
  isQuiet: false,
  levelIndex: 2,
  repeats: 0,
  nextEscalationAt: null,
  silencedUntil: null,
};

const CALLING = ['acknowledge', 'escalate', 'resolve'];
const OWNED = ['note', 'resolve', 'unacknowledge'];
const REST = ['menu', 'link runbook'];
const AT_THE_TOP = [{ level: 3, names: ['Kim', 'Lee'] }];

const words = (message: Message): string => plainText(message.text, EN.timeZone);
const blocksOf = (message: Message): readonly Block[] => [...message.blocks, ...(message.attachment?.blocks ?? [])];
const controlsOf = (message: Message): readonly Control[] =>
  blocksOf(message).flatMap((block) => (block.kind === 'controls' ? block.controls : []));
const names = (message: Message): readonly string[] =>
  controlsOf(message).map((control) => (control.kind === 'link' ? `link ${control.id}` : control.interaction));

/** Every word of the message as a person would read it. */
function textOf(message: Message): string {
  return blocksOf(message)
    .flatMap((block) => {
      switch (block.kind) {
        case 'heading':
        case 'preformatted':
          return [block.text];
        case 'text':
          return [plainText(block.text, EN.timeZone)];
        case 'fields':
          return block.fields.map(({ label, value }) => `${plainText(label, EN.timeZone)}: ${plainText(value, EN.timeZone)}`);
        case 'context':
          return block.items.map((item) => plainText(item, EN.timeZone));
        default:
          return [];
      }
    })
    .join('\n');
}

describe('messages/incident', () => {
  it('says severity, cluster, what and until when in what a phone shows', () => {
    expect(words(incidentMessage(viewOf(TRIGGERED), EN))).toBe(
      'CRITICAL cluster-01 PrometheusTargetDown, acknowledge before 03:22 KST. Target node-exporter on 192.168.101.194:9100 is down. Level 1 of 3: @U0KIM. Started 03:12 KST, 3 alerts firing.',
    );
    expect(words(incidentMessage(viewOf(TRIGGERED), KO))).toBe(
      '심각 cluster-01 PrometheusTargetDown, 담당 기한 03:22 KST. Target node-exporter on 192.168.101.194:9100 is down. Level 1\u00a0/\u00a03: @U0KIM 님. 시작 03:12 KST, 알럿 3건 발생 중.',
    );
  });

  it.each([
    ['triggered', viewOf(TRIGGERED, {}, { title: 'KubePersistentVolumeFillingUpInAWayThatTakesManyWordsToName'.repeat(3) })],
    ['acknowledged', viewOf(ACKNOWLEDGED, {}, { title: 'x'.repeat(500) })],
    ['snoozed', viewOf(SNOOZED, {}, { title: '가'.repeat(500), cluster: 'a-cluster-with-quite-a-long-name' })],
    ['silenced', viewOf(TRIGGERED, { silence: SILENCE }, { title: 'x'.repeat(500) })],
  ])('keeps the time within the first hundred characters when %s', (_, view) => {
    for (const reader of [EN, KO]) {
      expect(words(incidentMessage(view, reader)).slice(0, 100)).toMatch(/\d\d:\d\d KST/);
    }
  });

  it.each([
    ['triggered', viewOf(TRIGGERED), [...CALLING, 'silence', ...REST], 'critical'],
    ['at the last level', viewOf(LAST_LEVEL, { callable: AT_THE_TOP }), [...CALLING, 'silence', ...REST], 'critical'],
    ['exhausted', viewOf(EXHAUSTED, { callable: AT_THE_TOP }), [...CALLING, 'silence', ...REST], 'critical'],
    ['quiet', viewOf(QUIET, { paged: null }), [...CALLING, 'silence', ...REST], 'muted'],
    ['acknowledged', viewOf(ACKNOWLEDGED), [...OWNED, 'snooze', ...REST], 'warning'],
    ['snoozed', viewOf(SNOOZED), [...OWNED, 'snooze', ...REST], 'warning'],
    ['silenced', viewOf(TRIGGERED, { silence: SILENCE }), [...CALLING, ...REST], 'muted'],
    ['resolved', viewOf(RESOLVED, { callable: [] }), ['note', 'reopen', 'link thread'], 'ok'],
  ])('offers what makes sense when %s', (_, view, controls, tone) => {
    const message = incidentMessage(view, EN);

    expect(names(message)).toEqual(controls);
    expect(message.attachment?.tone).toBe(tone);
  });

  it('puts acknowledge first, as the only primary button, without a question', () => {
    const [first, ...others] = controlsOf(incidentMessage(viewOf(TRIGGERED), EN));

    expect(first).toEqual({
      kind: 'button',
      interaction: 'acknowledge',
      label: 'Acknowledge',
      style: 'primary',
      reference: { id: 'inc_7f3a', revision: 4 },
    });
    expect(others.filter((control) => control.kind === 'button' && control.style !== undefined)).toEqual([]);
  });

  it('shows who would be called before more people are called', () => {
    const [next] = controlsOf(incidentMessage(viewOf(TRIGGERED), EN)).filter(
      (control) => control.kind !== 'link' && control.interaction === 'escalate',
    );

    expect(next).toMatchObject({
      confirm: { title: 'Call Level 2', text: 'Called at once for PrometheusTargetDown on cluster-01:\nLevel 2: Lee, Park' },
    });
  });

  it.each([
    ['calling', viewOf(TRIGGERED), ['note', 'call_level']],
    ['owned', viewOf(ACKNOWLEDGED), ['take_over', 'call_level']],
    ['at the last level', viewOf(LAST_LEVEL, { callable: AT_THE_TOP }), ['note']],
  ])('keeps what is rarely done in one menu below the commands that help when %s', (_, view, rare) => {
    const menus = controlsOf(incidentMessage(view, EN)).filter((control) => control.kind === 'select' && control.interaction === 'menu');
    const options = menus.flatMap((control) => (control.kind === 'select' ? control.options : []));

    expect(options.map(({ value }) => value).filter((value) => !value.startsWith('run_action '))).toEqual(rare);
    expect(options[0]).toEqual({ label: '/thanos check targets-up cluster-01', value: 'run_action check targets-up' });
  });

  it('asks before it calls anybody, and puts nothing harmful where acknowledge was', () => {
    const states = [viewOf(TRIGGERED), viewOf(ACKNOWLEDGED), viewOf(SNOOZED), viewOf(RESOLVED, { callable: [] })];
    const buttons = states.flatMap((view) => controlsOf(incidentMessage(view, EN))).filter(({ kind }) => kind === 'button');
    const calling = buttons.filter(
      (control) => control.kind === 'button' && ['escalate', 'unacknowledge', 'reopen'].includes(control.interaction),
    );

    expect(calling).toHaveLength(4);
    expect(calling.every((control) => control.kind === 'button' && control.confirm !== undefined)).toBe(true);
    expect(names(incidentMessage(viewOf(ACKNOWLEDGED), EN))[0]).toBe('note');
  });

  it('links the other pages in the text', () => {
    const message = incidentMessage(viewOf(TRIGGERED, {}, { annotations: { dashboard_url: 'https://grafana.example/d/1' } }), EN);

    expect(textOf(message)).toContain('Dashboard · Alert rule');
    expect(JSON.stringify(message)).toContain('https://grafana.example/d/1');
  });

  it('says that a level has nobody before it is called', () => {
    const view = viewOf(TRIGGERED, { callable: [{ level: 2, names: [] }] });

    expect(controlsOf(incidentMessage(view, EN))[1]).toMatchObject({ confirm: { text: expect.stringContaining('Level 2: nobody') } });
  });

  it('lists who is there and who has not answered where each answers for themselves', () => {
    const { incident } = viewOf({ ...ACKNOWLEDGED, levelIndex: 2, others: ['U0LEE'] });
    const levels = incident.levels.map((level, index) => ({ ...level, perPerson: index === 2 }));
    const called = ['U0KIM', 'U0LEE', 'U0CHOI'].map((id) => ({ id, roles: ['everyone'] }));
    const paged = { at: STARTED, recipients: { users: called, usergroups: [], webhooks: [] } };
    const message = incidentMessage(viewOf(incident.escalation, { paged }, { levels }), EN);

    expect(textOf(message)).toContain('Here: @U0KIM, @U0LEE · no answer yet: @U0CHOI');
    expect(controlsOf(message)[0]).toMatchObject({ interaction: 'acknowledge', label: 'I am here too', style: 'primary' });
  });

  it('says what it was once somebody has resolved it, whatever they wrote', () => {
    const resolution = { cause: 'disk full <!channel>', note: 'volume grown' };
    const message = incidentMessage(viewOf({ ...RESOLVED, by: 'U0KIM' }, { resolution }), EN);

    expect(textOf(message)).toContain('Cause: disk full <!channel>\nvolume grown');
    expect(JSON.stringify(renderMessage(message, { timeZone: 'UTC', newBlocks: false }))).not.toContain('<!channel>');
  });

  it.each([
    [
      'triggered',
      viewOf(TRIGGERED),
      /CRITICAL · cluster-01[\s\S]*@U0KIM please acknowledge[\s\S]*Level 1 of 3[\s\S]*Escalates to Level 2: 03:22 KST/,
    ],
    [
      'at a higher level',
      viewOf({ ...TRIGGERED, levelIndex: 1 }),
      /CRITICAL[\s\S]*Level 2 of 3 · @U0KIM called 03:12 KST[\s\S]*Escalates to Level 3/,
    ],
    ['repeating', viewOf(LAST_LEVEL), /Level 3 is called again: 03:22 KST/],
    ['exhausted', viewOf(EXHAUSTED), /nobody acknowledged/],
    ['acknowledged', viewOf(ACKNOWLEDGED), /ACKNOWLEDGED · [\s\S]*by @U0KIM · 03:15 KST · 3m after the start · opens again at 07:15 KST/],
    ['snoozed', viewOf(SNOOZED), /SNOOZED · [\s\S]*until 2026-11-23 03:12 KST/],
    ['silenced', viewOf(TRIGGERED, { silence: SILENCE }), /SILENCED · [\s\S]*by @U0KIM until 2026-11-22 07:12 KST · planned work/],
    [
      'resolved',
      viewOf(RESOLVED, { acknowledgedAt: STARTED + minutes(3) }),
      /RESOLVED · [\s\S]*by Alertmanager · open 23m · acknowledged after 3m · Level 1/,
    ],
    ['resolved without an owner', viewOf(RESOLVED), /never acknowledged/],
    ['folded', viewOf(QUIET, { paged: null }, { parentId: 'inc_parent' }), /Part of a larger incident/],
    [
      'a parent',
      viewOf(TRIGGERED, { children: [viewOf(QUIET).incident], childCount: 12 }),
      /Folded in here.*12 \(cluster-01 PrometheusTargetDown, …\)/,
    ],
    ['cut short by Alertmanager', viewOf(TRIGGERED, { truncatedAlerts: 1_234 }), /left out 1,234 more alerts/],
    ['without anybody to call', viewOf(TRIGGERED, { paged: null }), /nobody could be called/],
    ['in several clusters', viewOf(TRIGGERED, {}, { cluster: '*' }), /CRITICAL · all clusters/],
  ])('tells where it stands when %s', (_, view, expected) => {
    expect(textOf(incidentMessage(view, EN))).toMatch(expected);
  });

  it('leaves out the details once resolved', () => {
    const message = incidentMessage(viewOf(RESOLVED), EN);

    expect(blocksOf(message).map(({ kind }) => kind)).toEqual(['heading', 'text', 'controls']);
  });

  it('tells alerts apart by the labels that they do not share', () => {
    expect(textOf(incidentMessage(viewOf(TRIGGERED), EN))).toContain('instance="10.0.0.1:9100"\ninstance="10.0.0.2:9100"');
  });

  it('shows the first of ten thousand alerts and counts the rest', () => {
    const alerts = Array.from({ length: 50 }, (_, index) => alertOf(index));
    const text = textOf(incidentMessage(viewOf(TRIGGERED, { alerts, counts: { firing: 10_000, resolved: 2 } }), EN));

    expect(text).toContain('10,000 firing · 2 resolved');
    expect(text).toContain('… and 9,995 more');
    expect(text.match(/instance=/g)).toHaveLength(5);
  });

  it('never shows the address of an outside webhook', () => {
    const paged = {
      recipients: { users: [], usergroups: [], webhooks: [{ id: 'https://x.example/token', roles: ['external'] }] },
      at: STARTED,
    };
    const message = incidentMessage(viewOf({ ...TRIGGERED, levelIndex: 1 }, { paged }), EN);

    expect(textOf(message) + words(message)).not.toContain('token');
    expect(textOf(message)).toContain('external called');
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'not an address', ''])('offers no link to %s', (address) => {
    const view = viewOf(TRIGGERED, { alerts: [alertOf(1, { generatorUrl: address })] }, { annotations: { runbook_url: address } });

    expect(names(incidentMessage(view, EN)).filter((name) => name.startsWith('link'))).toEqual([]);
  });

  it('carries nothing but ids in its metadata', () => {
    expect(incidentMessage(viewOf(TRIGGERED), EN).metadata).toEqual({
      type: 'thanos_incident',
      payload: { incident: 'inc_7f3a', revision: 4 },
    });
  });

  it('renders within the limits of Slack and without forged mentions, whatever the alerts say', () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '<!subteam^S1>',
        '@here',
        '<https://evil|Acknowledge>',
        '&lt;!channel&gt;',
        '```',
        'x'.repeat(4_000),
      ),
      fc.string({ unit: 'grapheme' }),
    );
    const states = fc.constantFrom<EscalationState>(TRIGGERED, ACKNOWLEDGED, SNOOZED, RESOLVED, QUIET, EXHAUSTED);
    const views: fc.Arbitrary<IncidentView> = fc
      .record({ state: states, title: hostile, summary: hostile, value: hostile, cluster: hostile, silenced: fc.boolean() })
      .map(({ state, title, summary, value, cluster, silenced }) =>
        viewOf(
          state,
          {
            alerts: [
              alertOf(1, { labels: { alertname: title, [value]: value }, annotations: { runbook_url: value }, generatorUrl: value }),
            ],
            silence: silenced ? { ...SILENCE, comment: value } : null,
            children: [{ ...viewOf(QUIET).incident, title, cluster }],
            childCount: 1,
          },
          { title, summary, cluster, annotations: { runbook_url: value } },
        ),
      );
    fc.assert(
      fc.property(views, fc.constantFrom(EN, KO), (view, reader) => {
        const rendered = renderMessage(incidentMessage(view, reader), { timeZone: reader.timeZone, newBlocks: false });
        const live = JSON.stringify([rendered.text, ...rendered.blocks, ...rendered.attachments]).match(/<[!@#h][^>]*>/g) ?? [];

        expect(rendered.text.length).toBeLessThanOrEqual(3_500);
        expect(live.filter((token) => !/^<@U0KIM>$|^<!date\^\d+\^/.test(token) && !isPlainBlock(token, rendered))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** Headers, buttons and preformatted text are plain to Slack: nothing in them becomes live. */
function isPlainBlock(token: string, rendered: ReturnType<typeof renderMessage>): boolean {
  const mrkdwn: string[] = [rendered.text];
  JSON.stringify([rendered.blocks, rendered.attachments], (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn' && 'text' in value) {
      mrkdwn.push(String(value.text));
    }
    return value;
  });
  return !mrkdwn.some((text) => text.includes(token));
}
