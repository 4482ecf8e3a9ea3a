import type { AuditLog } from '../actions/audit-log.ts';
import { authorise } from '../actions/authorise.ts';
import type { OperationRunner } from '../actions/run.ts';
import type { Config } from '../config/config.ts';
import { planMessage } from '../messages/operation.ts';
import { say } from '../messages/say.ts';
import type { View } from '../messages/view.ts';
import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import type { DurationMs } from '../model/time.ts';
import type { Access, Clock, Directory, Logger, NewId, SharedMessages } from '../ports.ts';
import type { Answer } from './answer.ts';
import { splitWords } from './command-line.ts';
import { BY_HAND, BY_HAND_RUNBOOK } from './commands/by-hand.ts';
import type { Command, Reply } from './commands/command.ts';
import type { CommandSources } from './commands/sources.ts';
import { failureMessage } from './failure.ts';
import { offerToShare } from './shared-messages.ts';

/** One `/thanos …` as it was typed. */
export interface CommandRequest {
  readonly userId: string;
  readonly channelId: string;
  /** What stands after `/thanos`. */
  readonly text: string;
}

export interface CommandRouterDeps {
  readonly config: Config;
  readonly commands: readonly Command[];
  readonly sources: CommandSources;
  readonly runner: Pick<OperationRunner, 'propose' | 'proposeUndo'>;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly directory: Pick<Directory, 'localeOf'>;
  readonly shared: SharedMessages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  /** Real time that one command may take. */
  readonly deadlineMs: DurationMs;
}

/** Takes a command from its text to its answer: words, authority, deadline, errors. Once, for all commands. */
export function createCommandRouter(deps: CommandRouterDeps): (request: CommandRequest, answer: Answer) => Promise<void> {
  return async (request, answer) => {
    const view = await viewOf(deps, request.userId);
    const fields = { actor: request.userId, command: splitWords(request.text)[0] ?? 'help' };
    const startedAt = deps.clock.now();
    try {
      await run(deps, request, answer, view);
      deps.logger.info({ ...fields, durationMs: deps.clock.now() - startedAt }, 'command answered');
    } catch (error) {
      await answer.show(failureMessage(error, view, { logger: deps.logger, newId: deps.newId, fields }));
    }
  };
}

/** A person's language, else the configured one. */
export async function viewOf({ directory, config }: Pick<CommandRouterDeps, 'directory' | 'config'>, userId: string): Promise<View> {
  return { locale: (await directory.localeOf(userId)) ?? config.locale, timeZone: config.timezone };
}

async function run(deps: CommandRouterDeps, request: CommandRequest, answer: Answer, view: View): Promise<void> {
  const { command, argv } = findCommand(deps.commands, splitWords(request.text));
  const execute = prepare(deps.commands, command, argv);
  await authorise(deps, request.userId, command.access, { action: command.id, subject: argv.join(' ').slice(0, 200) });
  const signal = AbortSignal.timeout(deps.deadlineMs);
  const { config, sources, commands } = deps;
  const reply = await execute({ config, sources, commands, userId: request.userId, view, now: deps.clock.now(), signal });
  await give(deps, reply, request, answer, view, signal);
}

async function give(
  deps: CommandRouterDeps,
  reply: Reply,
  { userId, channelId: channel }: Pick<CommandRequest, 'userId' | 'channelId'>,
  answer: Answer,
  view: View,
  signal: AbortSignal,
): Promise<void> {
  switch (reply.kind) {
    case 'show':
      return answer.show(reply.isShareable ? await offerToShare(deps, reply.message, userId, view, reply.pages) : reply.message);
    case 'later': {
      await answer.show(reply.message);
      const longer = AbortSignal.timeout(reply.deadlineMs);
      return give(deps, await reply.work(longer), { userId, channelId: channel }, answer, view, longer);
    }
    case 'propose': {
      const operation = await deps.runner.propose({ actionId: reply.actionId, params: reply.params, userId, channel }, signal);
      return answer.show(planMessage(operation, view));
    }
    case 'undo': {
      const operation = await deps.runner.proposeUndo({ operationId: reply.operationId, userId, channel }, signal);
      return answer.show(planMessage(operation, view));
    }
  }
}

/**
 * The command whose words the text starts with; the longest one wins. No words at all mean help.
 *
 * @throws UserError that names the nearest command, or says how to make a change that no command makes yet.
 */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { readonly command: Command; readonly argv: readonly string[] } {
  const written = words.length === 0 ? ['help'] : words;
  const command = longestMatch(commands, written);
  const byHand = longestMatch(BY_HAND, written);
  if (byHand !== undefined && byHand.id.length > (command?.id.length ?? 0)) {
    const runbook = `${BY_HAND_RUNBOOK}#${byHand.id.replaceAll(' ', '-')}`;
    throw new UserError(say('command.byHand', { command: `/thanos ${byHand.id}`, where: byHand.where, runbook }));
  }
  if (command !== undefined) {
    return { command, argv: written.slice(command.id.split(' ').length) };
  }
  const word = written[0] ?? '';
  const suggestion = nearest(word, [...new Set([...commands, ...BY_HAND].map(({ id }) => id.split(' ')[0] ?? id))]);
  throw new UserError(suggestion === null ? say('command.unknown', { word }) : say('command.unknownSuggest', { word, suggestion }));
}

/**
 * Reads a command's words. Where they cannot be read and the first is nearly that of a longer command, it was meant: `oncall overide …`.
 *
 * @throws UserError
 */
function prepare(commands: readonly Command[], command: Command, argv: readonly string[]): ReturnType<Command['prepare']> {
  try {
    return command.prepare(argv);
  } catch (error) {
    const [word = ''] = argv;
    const further = commands.filter(({ id }) => id.startsWith(`${command.id} `)).map(({ id }) => id.slice(command.id.length + 1));
    const meant = nearest(word, [...new Set(further.map((id) => id.split(' ')[0] ?? id))]);
    if (meant === null || !(error instanceof UserError)) {
      throw error;
    }
    throw new UserError(say('command.unknownSuggest', { word: `${command.id} ${word}`, suggestion: `${command.id} ${meant}` }));
  }
}

function longestMatch<Named extends { readonly id: string }>(known: readonly Named[], written: readonly string[]): Named | undefined {
  return known
    .filter(({ id }) => id.split(' ').every((word, index) => written[index]?.toLowerCase() === word))
    .toSorted((a, b) => b.id.length - a.id.length)[0];
}
