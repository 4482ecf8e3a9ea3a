import type { EpochMs } from '../../model/time.ts';

/** A person, or the app's bot user. */
export interface PersonSeed {
  readonly id: string;
  /** Handle, as typed after `@`. */
  readonly name: string;
  readonly realName: string;
  readonly displayName: string;
  readonly title: string;
  readonly locale: string;
  readonly timezone: string;
  readonly isBot?: boolean;
  readonly isAdmin?: boolean;
}

export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly members: readonly string[];
  readonly isPrivate?: boolean;
}

export interface UsergroupSeed {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** A slash command as the app's manifest declares it. */
export interface CommandSeed {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  readonly shouldEscape: boolean;
}

/** Everything that a local Slack knows when it starts. */
export interface Workspace {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: { readonly id: string; readonly botId: string; readonly botUserId: string };
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly botScopes: readonly string[];
  /** Bot events that the app subscribes to. */
  readonly events: readonly string[];
  readonly commands: readonly CommandSeed[];
  readonly people: readonly PersonSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly usergroups: readonly UsergroupSeed[];
  readonly createdAt: EpochMs;
}

const SEOUL = 'Asia/Seoul';

const PEOPLE: readonly PersonSeed[] = [
  { id: 'U0PRIMARY', name: 'kim', realName: '김민준', displayName: '김민준', title: 'Primary on-call', locale: 'ko-KR', timezone: SEOUL },
  { id: 'U0SECOND', name: 'lee', realName: '이서연', displayName: '이서연', title: 'Secondary on-call', locale: 'ko-KR', timezone: SEOUL },
  { id: 'U0LEAD', name: 'park', realName: 'Park Jihoon', displayName: 'Park Jihoon', title: 'Team lead', locale: 'en-US', timezone: SEOUL },
  {
    id: 'U0ADMIN',
    name: 'choi',
    realName: 'Choi Yuna',
    displayName: 'Choi Yuna',
    title: 'Platform administrator',
    locale: 'en-US',
    timezone: SEOUL,
    isAdmin: true,
  },
  { id: 'U0STRANGER', name: 'jung', realName: '정하늘', displayName: '정하늘', title: 'Marketing', locale: 'ko-KR', timezone: SEOUL },
];

const BOT: PersonSeed = {
  id: 'U0THANOS',
  name: 'thanos-ops',
  realName: 'Thanos Ops',
  displayName: 'thanos-ops',
  title: '',
  locale: 'en-US',
  timezone: SEOUL,
  isBot: true,
};

const HUMANS = PEOPLE.map((person) => person.id);

/** The workspace that `npm run sandbox` opens. The tokens are only known to it. */
export const defaultWorkspace: Workspace = {
  team: { id: 'T0MIRIBIT', name: 'Miribit', domain: 'miribit' },
  app: { id: 'A0THANOS', botId: 'B0THANOS', botUserId: BOT.id },
  tokens: { bot: 'xoxb-sandbox-thanos-ops', app: 'xapp-sandbox-thanos-ops' },
  botScopes: [
    'app_mentions:read',
    'channels:history',
    'chat:write',
    'commands',
    'dnd:read',
    'files:read',
    'files:write',
    'groups:history',
    'usergroups:read',
    'users:read',
  ],
  events: ['app_mention', 'app_home_opened', 'app_uninstalled', 'message.channels', 'message.groups', 'tokens_revoked'],
  commands: [
    {
      command: '/thanos',
      description: 'Thanos health and actions',
      usageHint: 'status | check <id> | stores | alerts | incidents | oncall | scale query <n> | backup | help',
      shouldEscape: true,
    },
  ],
  people: [...PEOPLE, BOT],
  channels: [
    { id: 'C0DIGEST', name: 'thanos-digest', topic: 'Daily health of Thanos', members: [...HUMANS, BOT.id] },
    { id: 'C0INCIDENT', name: 'thanos-incidents', topic: 'One line per incident, its life in the thread', members: [...HUMANS, BOT.id] },
    { id: 'C0AUDIT', name: 'thanos-audit', topic: 'Who changed what', members: [...HUMANS, BOT.id] },
    { id: 'C0GENERAL', name: 'general', topic: 'Everybody', members: HUMANS },
  ],
  usergroups: [{ id: 'S0OPS', handle: 'thanos-ops-team', name: 'Thanos operators', users: ['U0PRIMARY', 'U0SECOND', 'U0LEAD'] }],
  createdAt: Date.UTC(2025, 0, 6),
};
