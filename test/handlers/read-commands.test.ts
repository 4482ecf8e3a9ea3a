import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../src/messages/say.ts';
import type { Words } from '../../src/model/phrase.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createReportStore } from '../../src/store/reports.ts';
import { LEAD, STRANGER } from '../actions/world.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { type Edge, openEdge, report } from './edge.ts';
import { PrivateAnswers } from './private-answers.ts';

describe('handlers/commands reading', () => {
  let database: OpenDatabase;
  let edge: Edge;
  let answers: PrivateAnswers;

  beforeEach(async () => {
    database = await openTemporarySqlite();
    edge = openEdge(database);
    answers = new PrivateAnswers();
  });
  afterEach(() => database.close());

  const type = (text: string, userId = LEAD): Promise<void> => edge.handlers.command({ userId, channelId: 'C0OPS', text }, answers);
  const press = (interaction: 'more', userId = LEAD): Promise<void> =>
    edge.handlers.click(
      {
        interaction,
        reference: answers.button(interaction).reference,
        choice: null,
        userId,
        channelId: 'C0OPS',
        messageTs: '1.1',
        isPrivate: true,
        triggerId: 't-1',
      },
      answers,
    );

  it('shows the metrics of all components page by page', async () => {
    await type('metrics');
    await press('more');
    await press('more');

    expect(answers.words.map((words) => words.split('.')[0])).toEqual([
      'Metrics · all components',
      'Metrics · prometheus',
      'Metrics · sidecar',
    ]);
    expect(answers.button('more').label).toBe('More (4 of 7)');
  });

  it('shows a page to nobody but who asked', async () => {
    await type('metrics');
    await press('more', STRANGER);

    expect(answers.words.at(-1)).toContain('too old for its next page');
  });

  it('names normal range, threshold and remedy of a metric, and the cluster with the finding', async () => {
    const low = { ...report('sidecar-uploads', 'cluster-02', 'warning'), measure: { value: 18.0250347705, unit: 'count' as const } };
    edge.reports.push(low, report('sidecar-uploads', 'cluster-01', 'ok'));

    await type('metrics sidecar');

    const table = answers.shown[0]?.blocks.find((block) => block.kind === 'table');
    expect(table?.rows).toContainEqual([
      'Sidecar uploads',
      'cluster-02',
      'warning',
      '18',
      '>= 1 in 2h',
      '0 in 3h30m',
      'Check the connection to S3',
    ]);
  });

  it.each([
    ['metrics grafana', 'There is no component grafana. There are prometheus, sidecar, query, store, compactor, ruler'],
    ['logs cluster-99', 'cluster-99 is no component, cluster or length of time'],
    ['logs query 90d', '90d is too long or too short'],
    ['trends cluster-99', 'There is no cluster cluster-99'],
    ['report yearly', 'There is no report yearly'],
    ['report daily pdf', 'Write it like this: /thanos report <daily|weekly|monthly|quarterly> [md|csv]'],
    ['report daily', 'There is no daily report yet'],
    ['security done firewall looked', 'There is no security item firewall'],
    ['security done s3-key', 'Say in a few words what you saw'],
  ])('answers %j with a sentence', async (text, sentence) => {
    await type(text);

    expect(answers.words[0]).toContain(sentence);
  });

  it('records who ticked off a security item, and shows it', async () => {
    await type('security done vulnerabilities "trivy 0.58: nothing critical"');
    await type('security');

    expect(answers.words[1]).toContain('trivy 0.58: nothing critical');
    expect(await edge.audit.recent(1)).toMatchObject([{ actor: LEAD, action: 'security done', subject: 'vulnerabilities' }]);
  });

  it('lets only operators tick off and run the benchmark', async () => {
    await type('security done s3-key rotated', STRANGER);
    await type('benchmark', STRANGER);

    expect(answers.words.every((words) => words.includes('may'))).toBe(true);
    expect(await edge.audit.recent(5)).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }]);
  });

  it('says at once that a benchmark takes long, then compares it with the one before', async () => {
    const timing = (seconds: number, label: Words = say('evidence.benchmark', { query: 'quarter-of-all' })) => ({
      ...report('benchmark', '*', 'ok'),
      evidence: [{ label, value: seconds, unit: 'seconds' as const, source: 'up' }],
    });
    edge.reports.push(timing(2, '90 days, all clusters (4 series)'));
    await type('benchmark');
    edge.reports.splice(0, 1, timing(3));
    await type('benchmark');

    expect(answers.words[0]).toContain('the result follows here');
    expect(answers.words[1]).toContain('2s – –');
    expect(answers.words[3]).toContain('3s 2s +50 %');
  });

  it('sends the newest report as a file to the person', async () => {
    const sent: unknown[] = [];
    const messenger = {
      ...edge.slack,
      post: async (target: { readonly channel: string }, message: { readonly files?: readonly { readonly name: string }[] }) => {
        sent.push({ to: target.channel, files: (message.files ?? []).map(({ name }) => name) });
        return { kind: 'delivered' as const, address: { channel: 'D1', ts: '1.1' } };
      },
    };
    edge = openEdge(database, { messenger: Object.assign(Object.create(edge.slack), messenger) });
    const at = Date.UTC(2026, 10, 22);
    await createReportStore(database.db).save('monthly', { id: 'r', startedAt: at, finishedAt: at, reports: [report('pods', 'a', 'ok')] });

    await type('report monthly csv');

    expect(sent).toEqual([{ to: LEAD, files: ['thanos-monthly-2026-11-22.csv'] }]);
    expect(answers.words[0]).toContain('thanos-monthly-2026-11-22.csv is in our direct message');
  });
});
