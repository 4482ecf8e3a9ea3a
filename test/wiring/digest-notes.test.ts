import { describe, expect, it } from 'vitest';
import type { Silence } from '../../src/model/metrics.ts';
import { days, hours } from '../../src/model/time.ts';
import { createDigestNotes, type DigestNotesParts } from '../../src/wiring/digest-notes.ts';
import { TRIGGERED, viewOf } from '../messages/incident-views.ts';
import { escalationConfig, MONDAY } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

const { timezone, escalation } = escalationConfig({
  team: { primary: { schedule: 'primary' }, lead: { users: ['U0LEAD'], hours: 'Mon-Fri 09:00-18:00' } },
  schedules: { primary: { start: '2026-01-05T09:00', users: ['U0PRIMARY', 'U0SECOND'] } },
  levels: [
    { level: 1, notify: ['primary'], ackTimeout: '5m' },
    { level: 2, notify: ['lead'], ackTimeout: '10m' },
  ],
});

const silence = (endsAt: number): Silence => ({
  id: 's1',
  state: 'active',
  matchers: [{ name: 'alertname', value: 'Noise', isRegex: false, isEqual: true }],
  startsAt: MONDAY,
  endsAt,
  createdBy: 'U0LEAD',
  comment: '',
});

function parts(change: Partial<DigestNotesParts> = {}): DigestNotesParts {
  const alertmanager = (silences: () => Promise<readonly Silence[]>) => ({
    alerts: async () => [],
    silences,
    createSilence: async () => '',
    expireSilence: async () => undefined,
  });
  return {
    config: { timezone, escalation, backup: undefined, schedules: { digest: '0 9 * * *' } },
    incidents: { listOpen: async () => [] },
    clusters: [
      { name: 'cluster-01', alertmanager: alertmanager(async () => [silence(MONDAY + hours(2)), silence(MONDAY + days(2))]) },
      { name: 'cluster-02', alertmanager: alertmanager(async () => Promise.reject(new Error('away'))) },
    ],
    roster: async () => ({ timezone, escalation, overrides: [] }),
    directory: { membersOf: async () => ['U0LEAD'] },
    backups: null,
    runs: {
      since: async () => [
        { schedule: 'backup', slot: MONDAY, status: 'failed' },
        { schedule: 'digest-daily', slot: MONDAY, status: 'done' },
      ],
    },
    logger: quietLogger,
    ...change,
  };
}

const ids = async (given: DigestNotesParts) =>
  (await createDigestNotes(given).notes(MONDAY)).map(({ phrase, isWarning }) => `${isWarning ? '!' : ''}${phrase.id}`);

describe('wiring/digest-notes', () => {
  it('tells what no check measures, and warns of levels that resolve to nobody', async () => {
    expect(await ids(parts())).toEqual([
      'notes.noIncidents',
      'notes.onCall',
      '!oncall.gap',
      '!oncall.gap',
      '!oncall.gap',
      '!oncall.gap',
      '!oncall.gap',
      'notes.silenceEnds',
      '!notes.silencesUnknown',
      '!notes.jobsFailed',
      'notes.jobsDone',
    ]);
  });

  it.each([
    ['made last night', '20260104T180001Z-scheduled', ['!notes.backup']],
    ['of the night before', '20260103T180001Z-scheduled', ['!notes.backupMissed', '!notes.backup']],
  ])('warns when the newest backup is not that of last night: %s', async (_name, id, expected) => {
    const backups = { listLevel: async () => ({ folders: [`backup/${id}/`], objects: [] }), get: async () => null };
    const config = {
      timezone,
      escalation,
      backup: { destination: { s3: { prefix: 'backup/' } } },
      schedules: { digest: '0 9 * * *', backup: '0 3 * * *' },
    };

    expect((await ids(parts({ config, backups }))).filter((found) => found.includes('backup'))).toEqual(expected);
  });

  it.each<[string, readonly string[] | null, readonly string[]]>([
    ['has a member', ['U0LEAD'], []],
    ['has no members or does not exist', [], ['!oncall.gap']],
    ['cannot be looked up', null, ['!oncall.groupsUnknown']],
  ])('looks into the Slack group that a level calls: it %s', async (_name, members, expected) => {
    const group = escalationConfig({
      team: { leads: { usergroup: 'S0LEADS' } },
      schedules: {},
      levels: [{ level: 1, notify: ['leads'], ackTimeout: '5m' }],
      classes: [],
    });
    const roster = async () => ({ timezone, escalation: group.escalation, overrides: [] });
    const config = { timezone, escalation: group.escalation, backup: undefined, schedules: { digest: '0 9 * * *' } };
    const found = await ids(parts({ config, roster, directory: { membersOf: async () => members } }));

    expect(found.filter((id) => id.includes('oncall.'))).toEqual(expected);
  });

  it('warns of open incidents', async () => {
    const found = await ids(parts({ incidents: { listOpen: async () => [viewOf(TRIGGERED).incident] } }));

    expect(found[0]).toBe('!notes.incidents');
  });

  it('loses nothing else when one thing cannot be looked up', async () => {
    const found = await ids(parts({ incidents: { listOpen: async () => Promise.reject(new Error('away')) } }));

    expect(found.slice(0, 2)).toEqual(['!notes.unknown', 'notes.onCall']);
  });
});
