import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackDirectory } from '../../src/clients/slack-directory.ts';
import { Secret } from '../../src/model/secret.ts';
import { hours, minutes } from '../../src/model/time.ts';
import type { Clock } from '../../src/ports.ts';
import { answeringServer } from './answering-server.ts';

const API = 'https://slack.test';

function directoryAt(address = API) {
  let now = 0;
  const clock: Clock = { now: () => now, after: () => () => undefined };
  const directory = createSlackDirectory({ token: new Secret('xoxb-1'), apiUrl: `${address}/api/` }, clock, 200);
  return { directory, advance: (byMs: number) => (now += byMs) };
}

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('clients/slack-directory', () => {
  it('asks for the members of a group at most every five minutes', async () => {
    nock(API)
      .post('/api/usergroups.users.list', /usergroup=S1/)
      .reply(200, { ok: true, users: ['U1', 'U2'] });
    nock(API)
      .post('/api/usergroups.users.list')
      .reply(200, { ok: true, users: ['U3'] });
    const { directory, advance } = directoryAt();
    expect(await Promise.all([directory.membersOf('S1'), directory.membersOf('S1')])).toEqual([
      ['U1', 'U2'],
      ['U1', 'U2'],
    ]);
    advance(minutes(4));
    expect(await directory.membersOf('S1')).toEqual(['U1', 'U2']);
    advance(minutes(2));
    expect(await directory.membersOf('S1')).toEqual(['U3']);
  });

  it('stands by the last members for a day while Slack is away, and no longer', async () => {
    nock(API)
      .post('/api/usergroups.users.list')
      .reply(200, { ok: true, users: ['U1'] });
    nock(API).post('/api/usergroups.users.list').times(2).reply(503);
    const { directory, advance } = directoryAt();
    await directory.membersOf('S1');
    advance(hours(23));
    expect(await directory.membersOf('S1')).toEqual(['U1']);
    advance(hours(2));
    expect(await directory.membersOf('S1')).toBeNull();
  });

  it('knows that nobody is in a group that does not exist', async () => {
    nock(API).post('/api/usergroups.users.list').reply(200, { ok: false, error: 'no_such_subteam' });

    expect(await directoryAt().directory.membersOf('S0GONE')).toEqual([]);
  });

  it('is null when Slack refuses, and asks again', async () => {
    nock(API).post('/api/usergroups.users.list').reply(200, { ok: false, error: 'plan_upgrade_required' });
    nock(API)
      .post('/api/usergroups.users.list')
      .reply(200, { ok: true, users: ['U1'] });
    const { directory } = directoryAt();
    expect(await directory.membersOf('S1')).toBeNull();
    expect(await directory.membersOf('S1')).toEqual(['U1']);
  });

  it('is null when Slack does not answer in time', async () => {
    nock.enableNetConnect('127.0.0.1');
    const silent = await answeringServer(() => undefined);
    expect(await directoryAt(silent.url).directory.localeOf('U1')).toBeNull();
  });

  it.each([
    ['ko-KR', 'ko'],
    ['en-GB', 'en'],
    ['fr-FR', null],
  ])('reads the language %s as %s and remembers it', async (tag, expected) => {
    nock(API)
      .post('/api/users.info', /include_locale=true/)
      .reply(200, { ok: true, user: { id: 'U1', locale: tag } });
    const { directory } = directoryAt();
    expect(await directory.localeOf('U1')).toBe(expected);
    expect(await directory.localeOf('U1')).toBe(expected);
  });

  it.each([
    ['inside the window', 1_500_000, true, 2_000_000],
    ['before the window', 900_000, true, null],
    ['at its end', 2_000_000, true, null],
    ['with the schedule switched off', 1_500_000, false, null],
  ])('tells until when a person is not to be disturbed: %s', async (_, at, isEnabled, expected) => {
    const answer = { ok: true, dnd_enabled: isEnabled, next_dnd_start_ts: 1_000, next_dnd_end_ts: 2_000 };
    nock(API)
      .post('/api/dnd.info', /user=U1/)
      .reply(200, answer);
    expect(await directoryAt().directory.doNotDisturbUntil('U1', at)).toBe(expected);
  });
});
