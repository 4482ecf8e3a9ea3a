import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import type { Locale } from '../model/phrase.ts';
import { type DurationMs, days, hours, minutes } from '../model/time.ts';
import type { Clock, Directory } from '../ports.ts';
import { Remembered } from './remembered.ts';
import { createSlackClient, type SlackLogin } from './slack-client.ts';

const members = z.looseObject({ users: z.array(z.string()) }).transform(({ users }) => users);

const person = z
  .looseObject({
    user: z.looseObject({
      locale: z.string().optional(),
      real_name: z.string().optional(),
      profile: z.looseObject({ display_name: z.string().optional() }).optional(),
    }),
  })
  .transform(({ user }) => ({ locale: languageOf(user.locale ?? ''), name: user.profile?.display_name || user.real_name || null }));

/** The next or present do-not-disturb window of a person, in seconds since 1970. */
const doNotDisturb = z
  .looseObject({
    dnd_enabled: z.boolean(),
    next_dnd_start_ts: z.number().default(0),
    next_dnd_end_ts: z.number().default(0),
  })
  .transform((answer) => ({
    isEnabled: answer.dnd_enabled,
    startsAt: answer.next_dnd_start_ts * 1_000,
    endsAt: answer.next_dnd_end_ts * 1_000,
  }));

/** What Slack knows of people. A page never waits longer for it than the deadline. */
export function createSlackDirectory(login: SlackLogin, clock: Clock, deadlineMs: DurationMs = 3_000): Directory {
  const client = createSlackClient(login, deadlineMs);
  const groups = new Remembered<readonly string[]>(clock, { freshMs: minutes(5), usableMs: hours(24) });
  const people = new Remembered<z.output<typeof person>>(clock, { freshMs: days(1), usableMs: days(7) });
  const windows = new Remembered<z.output<typeof doNotDisturb>>(clock, { freshMs: minutes(1), usableMs: minutes(1) });
  const lookUp = (user: string) => people.get(user, async () => person.parse(await client.users.info({ user, include_locale: true })));
  return {
    membersOf: (usergroup) =>
      groups.get(usergroup, async () => members.parse(await client.usergroups.users.list({ usergroup }).catch(nobodyIfUnknown))),
    localeOf: async (user) => (await lookUp(user))?.locale ?? null,
    nameOf: async (user) => (await lookUp(user))?.name ?? null,
    async doNotDisturbUntil(user, at) {
      const window = await windows.get(user, async () => doNotDisturb.parse(await client.dnd.info({ user })));
      const isOn = window?.isEnabled === true && window.startsAt <= at && at < window.endsAt;
      return isOn ? window.endsAt : null;
    },
  };
}

/** A group that does not exist, or no longer, is one without members: asking again would not help. */
function nobodyIfUnknown(error: unknown): { readonly users: readonly string[] } {
  if (error instanceof WebAPIPlatformError && error.data.error === 'no_such_subteam') {
    return { users: [] };
  }
  throw error;
}

/** Slack writes `ko-KR`; a language without a catalogue is left to the channel's. */
function languageOf(tag: string): Locale | null {
  const language = tag.split(/[-_]/)[0];
  return language === 'ko' || language === 'en' ? language : null;
}
