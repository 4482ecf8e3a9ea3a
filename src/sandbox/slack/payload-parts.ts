import type { Channel } from './channels.ts';
import type { Core } from './core.ts';
import type { JsonObject } from './json.ts';
import type { ResponseTarget } from './response-urls.ts';

/** Fields that every interaction payload starts with. */
export function commonFields(core: Core, userId: string): JsonObject {
  const { team, app } = core.workspace;
  const person = core.people.get(userId);
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.id,
    token: 'local-verification-token',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: core.triggers.issue(userId),
  };
}

/** Slack shows the name of a direct message and of a private channel only by its kind. */
export const payloadChannelName = (channel: Channel): string =>
  channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;

/** A fresh response address. */
export const responseUrl = (core: Core, target: ResponseTarget): string => `${core.url()}/actions/${core.responseUrls.issue(target)}`;
