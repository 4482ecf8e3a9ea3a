import type { Arguments } from '../arguments.ts';
import { blockComplaints, viewComplaints } from '../block-kit.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import { SlackError } from '../slack-error.ts';
import type { Method } from './method.ts';

function authTest(core: Core): JsonObject {
  const { team, app } = core.workspace;
  const bot = core.people.get(app.botUserId);
  return {
    url: `${core.url()}/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.id,
    bot_id: app.botId,
    app_id: app.id,
    is_enterprise_install: false,
  };
}

function openConnection(core: Core): JsonObject {
  return { url: `${core.url().replace(/^http/, 'ws')}/socket?ticket=${core.tickets.issue()}` };
}

function validateBlocks(core: Core, args: Arguments): JsonObject {
  const { newBlocks } = core.settings;
  const complaints = args.has('view')
    ? viewComplaints(args.json('view'), newBlocks)
    : blockComplaints(args.json('blocks') ?? args.object('message')?.['blocks'], { surface: 'message', newBlocks });
  if (complaints.length > 0) {
    throw new SlackError('invalid_blocks', { errors: complaints, response_metadata: { messages: complaints } });
  }
  return {};
}

function addReaction(core: Core, args: Arguments): JsonObject {
  const channel = core.channels.visibleToApp(args.required('channel', 'channel_not_found'));
  const message = core.messages.find(channel.id, args.required('timestamp', 'no_item_specified'));
  const name = args.required('name', 'invalid_name');
  if (message === undefined) {
    throw new SlackError('message_not_found');
  }
  const users = message.reactions.get(name) ?? new Set();
  if (users.has(core.workspace.app.botUserId)) {
    throw new SlackError('already_reacted');
  }
  message.reactions.set(name, users.add(core.workspace.app.botUserId));
  core.messages.touched(message);
  return {};
}

export const appMethods: readonly Method[] = [
  { name: 'api.test', token: 'none', scopes: [], tier: 4, run: () => ({}) },
  { name: 'auth.test', token: 'bot', scopes: [], tier: 'special', run: authTest },
  { name: 'apps.connections.open', token: 'app', scopes: [], tier: 1, run: openConnection },
  { name: 'blocks.validate', token: 'none', scopes: [], tier: 4, run: validateBlocks },
  { name: 'reactions.add', token: 'bot', scopes: ['reactions:write'], tier: 3, run: addReaction },
];
