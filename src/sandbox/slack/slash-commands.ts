import { applyAnswer, tellPerson } from './answers.ts';
import type { Core } from './core.ts';
import type { Delivery } from './delivery.ts';
import { commonFields, payloadChannelName, responseUrl } from './payload-parts.ts';
import { NotThere, SlackError } from './slack-error.ts';
import type { Acknowledgement } from './socket-mode.ts';
import { escapeCommandText, escapeControl } from './typed-text.ts';

export interface CommandRun {
  readonly userId: string;
  readonly channelId: string;
  /** The whole line, with the command: `/thanos status`. */
  readonly text: string;
}

/**
 * Runs a slash command as a person; the answer in the acknowledgement is shown as Slack does.
 *
 * @throws NotThere for an unknown command, person or channel.
 */
export async function runCommand(core: Core, delivery: Delivery, run: CommandRun): Promise<Acknowledgement> {
  const { command, text } = parse(core, run.text);
  const channel = core.channels.get(run.channelId);
  const { user, team, enterprise: _, ...common } = commonFields(core, run.userId);
  const { domain, id } = core.workspace.team;
  const target = { channelId: channel.id, userId: run.userId };
  const acknowledgement = await delivery.deliver('slash_commands', {
    ...common,
    is_enterprise_install: 'false',
    team_id: id,
    team_domain: domain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: run.userId,
    user_name: core.people.get(run.userId).name,
    command,
    text,
    response_url: responseUrl(core, target),
  });
  show(core, run, command, acknowledgement);
  return acknowledgement;
}

function show(core: Core, run: CommandRun, command: string, acknowledgement: Acknowledgement): void {
  if (acknowledgement.kind !== 'acknowledged') {
    const error = acknowledgement.kind === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
    tellPerson(core, run.channelId, run.userId, `${command} failed with the error "${error}"`);
    return;
  }
  const { payload } = acknowledgement;
  if (payload['text'] === undefined && payload['blocks'] === undefined && payload['attachments'] === undefined) {
    return;
  }
  try {
    applyAnswer(core, run, payload);
  } catch (error) {
    if (!(error instanceof SlackError)) {
      throw error;
    }
    tellPerson(core, run.channelId, run.userId, `${command} failed with the error "${error.code}"`);
  }
}

function parse(core: Core, line: string): { command: string; text: string } {
  const [name = '', ...words] = line.trim().split(' ');
  const command = core.workspace.commands.find((candidate) => candidate.command === name);
  if (command === undefined) {
    throw new NotThere(
      `${name} is not a command of this workspace. Known: ${core.workspace.commands.map((known) => known.command).join(', ')}.`,
    );
  }
  const text = words.join(' ').trim();
  return { command: name, text: command.shouldEscape ? escapeCommandText(core, text) : escapeControl(text) };
}
