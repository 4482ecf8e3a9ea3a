import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCommand } from '../../src/handlers/command-router.ts';
import { BY_HAND, BY_HAND_RUNBOOK } from '../../src/handlers/commands/by-hand.ts';
import { COMMANDS } from '../../src/handlers/commands/registry.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { drain, LEAD, STRANGER } from '../actions/world.ts';
import { openTemporarySqlite } from '../store/databases.ts';
import { type Edge, openEdge, report } from './edge.ts';
import { PrivateAnswers } from './private-answers.ts';

const click = (answers: PrivateAnswers, interaction: 'confirm' | 'cancel' | 'post_to_channel', userId = LEAD) => ({
  interaction,
  reference: answers.button(interaction).reference,
  choice: null,
  userId,
  channelId: 'C0OPS',
  messageTs: '1.1',
  isPrivate: true,
  triggerId: 't-1',
});

describe('handlers/command-router', () => {
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

  it.each(['', 'help', 'HELP', 'help me please'])('answers %j with help', async (text) => {
    await type(text);

    expect(answers.words[0]).toContain(`${COMMANDS.length} commands`);
  });

  it('suggests the nearest command for a typing error', async () => {
    await type('staus');

    expect(answers.words).toEqual(['There is no command staus. Did you mean /thanos status?']);
  });

  it.each([
    ['oncall overide U0LEAD for 4h', 'There is no command oncall overide. Did you mean /thanos oncall override?'],
    ['silence lst', 'There is no command silence lst. Did you mean /thanos silence list?'],
    ['oncall override remve 3', 'There is no command oncall override remve. Did you mean /thanos oncall override remove?'],
    ['oncall somebody', 'somebody is one word too many. Write it like this: /thanos oncall'],
  ])('suggests the longer command that was meant: %s', async (text, said) => {
    await type(text);

    expect(answers.words).toEqual([said]);
  });

  it('points at help when nothing is near', async () => {
    await type('frobnicate');

    expect(answers.words).toEqual(['There is no command frobnicate. See /thanos help']);
  });

  it.each(['restart query', 'RESTART', 'retention set raw=5d', 'cluster add cluster-05 host:10901', 'grafana reset-password'])(
    'says that %j is not there yet and where its steps are, to anybody',
    async (text) => {
      await type(text, STRANGER);

      expect(answers.words).toEqual([
        expect.stringMatching(/^\/thanos \S+.* is not there yet, and nothing was changed\. Make the change by hand/),
      ]);
    },
  );

  it('has steps for every change that is made by hand, and none for a command that exists', () => {
    const headings = readFileSync(`${import.meta.dirname}/../../${BY_HAND_RUNBOOK}`, 'utf8').match(/^## .*/gm);

    expect(headings).toEqual(BY_HAND.map(({ id }) => `## ${id}`));
    expect(BY_HAND.filter(({ id }) => COMMANDS.some((command) => command.id === id))).toEqual([]);
  });

  it('still reads what shares its first word with a change that is made by hand', () => {
    expect(findCommand(COMMANDS, ['retention']).command.id).toBe('retention');
  });

  it('shows what is not well, worst first, to anybody', async () => {
    edge.reports.push(report('pods', 'cluster-01', 'ok'), report('disk', 'cluster-02', 'warning'), report('stores', '*', 'critical'));

    await type('status', STRANGER);

    expect(answers.words[0]).toMatch(/1 critical, 1 warning\..*critical.*cluster-02.*warning/);
  });

  it('runs a check on one cluster when one is named', async () => {
    edge.reports.push(report('pods', 'cluster-01', 'ok'), report('pods', 'cluster-02', 'critical'));

    await type('pods cluster-02');

    expect(answers.words[0]).toContain('cluster-02');
    expect(answers.words[0]).not.toContain('cluster-01');
  });

  it.each([
    ['pods cluster-9', 'There is no cluster cluster-9. Configured are cluster-01, cluster-02'],
    ['check stroes', 'There is no check stroes. Did you mean stores?'],
    ['check', 'Write it like this: /thanos check <id> [cluster]'],
    ['oncall now', 'now is one word too many. Write it like this: /thanos oncall'],
    ['scale', 'Write it like this: /thanos scale query <n> | prometheus <n> [cluster]'],
    ['scale query', 'Write it like this: /thanos scale query <n> | prometheus <n> [cluster]'],
    ['scale query two', 'two is not a whole number. Write it like this: /thanos scale query 2'],
    ['scale query 1.5', '1.5 is not a whole number. Write it like this: /thanos scale query 2'],
    ['scale query -1', '-1 is not a whole number. Write it like this: /thanos scale query 2'],
    ['scale query 0', 'Zero replicas would switch it off for everybody. The bot does not do that; nothing was changed.'],
    ['scale query 500', 'Replicas must be a whole number from 1 to 20. Nothing was changed.'],
    ['scale query 1', 'cluster-01 / monitoring / deployment/thanos-query already has 1 replica. There is nothing to do.'],
    ['scale qeury 2', 'There is no command qeury. Did you mean /thanos scale query?'],
    ['scale prometheus 3', 'A change needs to name its cluster. Write it like this: /thanos scale prometheus 3 <cluster>'],
    ['undo op-77', 'There is no operation op-77. Recent ones: /thanos audit'],
  ])('answers %j with a sentence', async (text, sentence) => {
    await type(text);

    expect(answers.words).toEqual([sentence]);
    expect(edge.central).toMatchObject({ writes: 0, dryRuns: 0 });
  });

  it.each(['compactor', 'store', 'ruler'])('refuses to scale the %s and says why', async (component) => {
    await type(`scale ${component} 2`);

    expect(answers.words[0]).toContain('Nothing was changed');
    expect(edge.central.writes).toBe(0);
  });

  it('refuses a change by somebody who may not, naming who may', async () => {
    await type('scale query 2', STRANGER);

    expect(answers.words).toEqual(['You may not do this. Ask one of: @U0LEAD, @U0ADMIN']);
    expect(await edge.audit.recent(1)).toMatchObject([{ actor: STRANGER, action: 'scale', outcome: 'refused' }]);
  });

  it('shows a plan in private, runs it on confirmation and tells the channel', async () => {
    await type('scale query 2');
    expect(answers.words[0]).toContain('Nothing has been changed yet');
    expect(edge.slack.posted).toEqual([]);

    await edge.handlers.click(click(answers, 'confirm'), answers);
    await edge.settle();

    expect(answers.shown).toEqual([]);
    expect(edge.slack.inChannel('C0OPS')).toHaveLength(1);
    expect(edge.central.state.replicas).toBe(2);
  });

  it('withdraws a plan on cancel', async () => {
    await type('scale query 2');
    await edge.handlers.click(click(answers, 'cancel'), answers);

    expect(answers.words).toEqual(['Cancelled. Nothing was changed.']);
    expect(edge.central.writes).toBe(0);
  });

  it('replaces a plan that has drifted by the new one', async () => {
    await type('scale query 3');
    edge.central.change({ replicas: 2, readyReplicas: 2, updatedReplicas: 2 });
    await edge.handlers.click(click(answers, 'confirm'), answers);

    expect(answers.words[0]).toContain('has changed since your plan was made');
    expect(answers.words[0]).toContain('from 2 to 3');
    await edge.handlers.click(click(answers, 'confirm'), answers);
    await edge.settle();
    expect(edge.central.state.replicas).toBe(3);
  });

  it('posts an answer to the channel once, when its reader asks', async () => {
    await type('oncall');
    const post = click(answers, 'post_to_channel');
    await edge.handlers.click(post, answers);
    await edge.handlers.click(post, answers);

    expect(edge.slack.inChannel('C0OPS')).toHaveLength(1);
    expect(answers.words).toEqual(['This answer is too old to post, or has been posted already. Run the command again.']);
  });

  it('says where the bot is no member, and posts at the next press once it is', async () => {
    const post = edge.slack.post.bind(edge.slack);
    edge.slack.post = async () => ({ kind: 'refused', reason: 'not_in_channel' });
    await type('oncall');
    const press = click(answers, 'post_to_channel');
    await edge.handlers.click(press, answers);
    expect(answers.words).toContain('The bot is not in this channel: invite it with /invite, then press Post to channel again.');

    edge.slack.post = post;
    await edge.handlers.click(press, answers);
    expect(edge.slack.inChannel('C0OPS')).toHaveLength(1);
  });

  it('says in one sentence which system failed', async () => {
    edge = openEdge(database, {
      sources: {
        backups: async () => {
          throw new UpstreamError('unreachable', { system: 's3', retryable: true, reason: 'connection refused' });
        },
      },
    });
    await type('backup list');

    expect(answers.words).toEqual(['s3 did not give a usable answer: connection refused']);
  });

  it('hides a fault of ours behind a short id', async () => {
    edge = openEdge(database, {
      sources: {
        audit: async () => {
          throw new TypeError('secret internals');
        },
      },
    });
    await type('audit');

    expect(answers.words[0]).toMatch(/Something went wrong on our side.*err-\d/);
    expect(answers.words[0]).not.toContain('secret');
  });

  it('lists backups with their state', async () => {
    await type('backup');
    await edge.handlers.click(click(answers, 'confirm'), answers);
    await drain();
    await edge.settle();
    await type('backup list');

    expect(answers.words).toEqual(['1 backup, all complete and verified.']);
  });

  it('says that a button of an unknown plan is unknown', async () => {
    await edge.handlers.click(
      {
        ...{ interaction: 'confirm', choice: null, userId: LEAD, channelId: 'C0OPS' },
        ...{ messageTs: '1.1', isPrivate: true, triggerId: 't' },
        reference: { id: 'op-77', revision: 1 },
      },
      answers,
    );

    expect(answers.words).toEqual(['There is no operation op-77. Recent ones: /thanos audit']);
  });
});
