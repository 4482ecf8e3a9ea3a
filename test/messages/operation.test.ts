import { describe, expect, it } from 'vitest';
import { auditMessage } from '../../src/messages/audit.ts';
import { type BackupRow, backupsMessage } from '../../src/messages/backup.ts';
import { renderMessage } from '../../src/messages/block-kit.ts';
import { helpMessage } from '../../src/messages/help.ts';
import { incidentsMessage } from '../../src/messages/incident-list.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { operationMessage, planMessage } from '../../src/messages/operation.ts';
import { say } from '../../src/messages/say.ts';
import { statusMessage } from '../../src/messages/status.ts';
import { endpointBlocks } from '../../src/messages/stores.ts';
import type { CheckReport } from '../../src/model/health.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Message } from '../../src/model/message.ts';
import type { Operation, OperationStatus } from '../../src/model/plan.ts';
import { minutes, seconds } from '../../src/model/time.ts';
import { blockComplaints } from '../../src/sandbox/slack/block-kit.ts';

const AT = Date.UTC(2026, 10, 22, 0, 0);
const LOCALES = ['ko', 'en'] as const;
const STATES: readonly OperationStatus[] = ['planned', 'running', 'succeeded', 'failed', 'unknown', 'cancelled', 'expired'];
const EVIL = '<!channel> <@U1> *bold* `tick` <https://evil.example|Confirm>';

const view = (locale: 'ko' | 'en') => ({ locale, timeZone: 'Asia/Seoul' });

const operation = (status: OperationStatus, name = 'thanos-query'): Operation => ({
  id: 'op-1',
  revision: 2,
  status,
  actionId: 'scale',
  params: {},
  plan: {
    actionId: 'scale',
    title: say('scale.title', { name, from: 1, to: 2, cluster: 'cluster-01' }),
    confirm: say('scale.confirm', { to: 2, cluster: 'cluster-01' }),
    risk: 'reversible',
    changes: [{ object: `cluster-01 / monitoring / deployment/${name}`, field: 'spec.replicas', from: '1', to: '2' }],
    notes: [say('scale.readyNow', { ready: 1, replicas: 1 }), say('action.noteManaged', { managedBy: 'kustomize' })],
    undo: { actionId: 'scale', params: {}, command: 'scale query 1', label: say('scale.undo', { to: 1 }) },
    gitPatch: 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 2\n',
    precondition: {},
    baseline: {},
  },
  requestedBy: 'U0LEAD',
  channel: 'C0OPS',
  createdAt: AT,
  expiresAt: AT + minutes(5),
  confirmedBy: 'U0LEAD',
  startedAt: AT + seconds(30),
  finishedAt: ['planned', 'running'].includes(status) ? null : AT + seconds(54),
  steps: [
    { id: 'set', title: say('scale.stepSet', { replicas: 2 }), status: 'done', detail: null },
    { id: 'pods', title: say('scale.stepPods'), status: 'running', detail: say('scale.readyNow', { ready: 1, replicas: 2 }) },
    { id: 'stores', title: say('scale.stepStores'), status: 'waiting', detail: null },
  ],
  result: ['planned', 'running'].includes(status) ? null : say('scale.done', { object: name, replicas: 2, found: 7, expected: 7 }),
  message: null,
  undoneBy: null,
});

const complaints = (message: Message): readonly string[] =>
  [false, true].flatMap((newBlocks) => {
    const { text, blocks, attachments } = renderMessage(message, { timeZone: 'Asia/Seoul', newBlocks });
    const parts = [blocks, ...attachments.map((attachment) => attachment.blocks ?? [])];
    return [
      ...parts.flatMap((part) => (part.length === 0 ? [] : blockComplaints(part, { surface: 'message', newBlocks }))),
      ...(text.length === 0 || text.length > 3_500 ? [`text has ${text.length} characters`] : []),
    ];
  });

/** What Slack reads as markup: the rest is shown as it stands. */
function markup(message: Message): string {
  const { text, blocks, attachments } = renderMessage(message, { timeZone: 'UTC', newBlocks: true });
  const texts: string[] = [text];
  JSON.stringify([blocks, attachments], (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn' && 'text' in value) {
      texts.push(String(value.text));
    }
    return value;
  });
  return texts.join('\n');
}

const interactions = (message: Message): readonly string[] =>
  [...message.blocks, ...(message.attachment?.blocks ?? [])].flatMap((block) =>
    block.kind === 'controls' ? block.controls.flatMap((control) => ('interaction' in control ? [control.interaction] : [])) : [],
  );

describe('messages/operation', () => {
  it.each(LOCALES.flatMap((locale) => STATES.map((status) => [locale, status] as const)))('fits Slack in %s when %s', (locale, status) => {
    expect(complaints(operationMessage(operation(status), view(locale)))).toEqual([]);
  });

  it.each(LOCALES)('shows a plan that fits Slack in %s', (locale) => {
    const message = planMessage(operation('planned'), view(locale), say('operation.replanned'));

    expect(complaints(message)).toEqual([]);
    expect(interactions(message)).toEqual(['confirm', 'cancel']);
  });

  it('says in its text what happened, with numbers', () => {
    expect(plainText(operationMessage(operation('succeeded'), view('en')).text, 'Asia/Seoul')).toBe(
      'Done: Scale thanos-query from 1 to 2 replicas on cluster-01. thanos-query has 2 of 2 pods ready, and Query lists 7 of 7 stores.',
    );
  });

  it('says a plan in Korean', () => {
    expect(plainText(planMessage(operation('planned'), view('ko')).text, 'Asia/Seoul')).toBe(
      'cluster-01의 thanos-query 레플리카를 1개에서 2개로 변경. 아직 아무것도 바꾸지 않았습니다. 이 계획은 09:05 KST에 만료됩니다.',
    );
  });

  it.each<[OperationStatus, readonly string[]]>([
    ['planned', ['approve', 'cancel']],
    ['running', []],
    ['succeeded', ['undo']],
    ['failed', []],
    ['unknown', []],
    ['expired', []],
  ])('has the buttons that make sense when %s', (status, expected) => {
    expect(interactions(operationMessage(operation(status), view('en')))).toEqual(expected);
  });

  it('offers no undo for what cannot be undone', () => {
    const done = operation('succeeded');

    expect(interactions(operationMessage({ ...done, plan: { ...done.plan, undo: null } }, view('en')))).toEqual([]);
  });

  it.each(LOCALES)('never makes names of objects live in %s', (locale) => {
    expect(markup(operationMessage(operation('failed', EVIL), view(locale)))).not.toMatch(/<!channel>|<@U1>|<https:\/\/evil/);
  });
});

describe('messages of commands', () => {
  const report = (index: number): CheckReport => ({
    checkId: 'pods',
    cluster: `cluster-${index}`,
    status: index % 3 === 0 ? 'critical' : 'warning',
    summary: say('error.upstream', { place: EVIL, reason: 'x'.repeat(300) }),
    evidence: [],
    observedAt: AT,
    durationMs: 1,
  });

  const incident = (index: number): Incident => ({
    id: `inc-${index}`,
    revision: 1,
    source: 'default',
    groupKey: 'g',
    title: `${EVIL} ${'long '.repeat(80)}`,
    summary: '',
    severity: 'critical',
    cluster: '*',
    classId: null,
    labels: {},
    annotations: {},
    levels: [],
    escalation: {
      status: 'acknowledged',
      by: 'U0LEAD',
      at: AT,
      levelIndex: 0,
      remindAt: null,
      handBackAt: null,
      snoozedUntil: null,
      silencedUntil: null,
      isQuiet: false,
    },
    openedAt: AT,
    updatedAt: AT,
    message: null,
    parentId: null,
  });

  const backup = (index: number): BackupRow => ({
    id: `20261122T0000${index}Z-op`,
    state: 'failed',
    madeAt: AT,
    total: { objects: 9, sizeBytes: 2_048 },
    note: EVIL,
  });

  const many = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: 60 }, (_, index) => make(index));

  const endpoint = (index: number) => ({
    type: 'sidecar',
    address: `10.0.0.${index}:10901`,
    lastCheck: AT,
    lastError: EVIL,
    labelSets: [{ cluster: 'a' }],
    minTime: null,
    maxTime: null,
  });

  const entry = (index: number) => ({
    at: AT + index,
    actor: 'U0LEAD',
    action: 'scale',
    subject: EVIL,
    outcome: 'refused' as const,
    details: { from: '1', to: '2', operation: 'op-1' },
  });

  const line = (index: number) => ({
    id: `command-${index}`,
    usage: '<n> [cluster]',
    summary: say('command.summary.scale'),
    access: index % 2 === 0 ? ('anyone' as const) : ('operator' as const),
  });

  it.each(
    LOCALES.flatMap((locale) => [
      ['status', locale, statusMessage({ id: 'r', startedAt: AT, finishedAt: AT, reports: many(report) }, view(locale))] as const,
      ['incidents', locale, incidentsMessage(many(incident), new Map(), view(locale))] as const,
      ['no incidents', locale, incidentsMessage([], new Map(), view(locale))] as const,
      ['backups', locale, backupsMessage(many(backup), view(locale))] as const,
      ['no backups', locale, backupsMessage([], view(locale))] as const,
      ['audit', locale, auditMessage(many(entry), view(locale))] as const,
      ['stores', locale, { text: ['stores'], blocks: endpointBlocks(many(endpoint), view(locale)) }] as const,
      ['help', locale, helpMessage(many(line), [{ id: 'restart' }], view(locale))] as const,
    ]),
  )('%s fits Slack in %s, however much there is, and nothing in it is live', (_name, _locale, message) => {
    expect(complaints(message)).toEqual([]);
    expect(markup(message)).not.toMatch(/<!channel>|<@U1>|<https:\/\/evil/);
  });
});
