import type { Config } from '../../config/config.ts';
import type { View } from '../../messages/view.ts';
import type { Message } from '../../model/message.ts';
import type { Phrase } from '../../model/phrase.ts';
import type { DurationMs, EpochMs } from '../../model/time.ts';
import type { Role } from '../../ports.ts';
import type { CommandSources } from './sources.ts';

/** What a command asks the router to do; the router alone answers the person. */
export type Reply =
  /** `isShareable`: the person may post it to the channel. */
  | {
      readonly kind: 'show';
      readonly message: Message;
      readonly isShareable: boolean;
      /** What does not fit one message; shown page by page. */
      readonly pages?: readonly Message[];
    }
  /** Takes longer than a person waits: the message says so at once, and the work gets a deadline of its own. */
  | {
      readonly kind: 'later';
      readonly message: Message;
      readonly deadlineMs: DurationMs;
      work(signal: AbortSignal): Promise<Reply>;
    }
  | { readonly kind: 'propose'; readonly actionId: string; readonly params: unknown }
  | { readonly kind: 'undo'; readonly operationId: string };

/** What a command may use for one run. It never sees Slack. */
export interface CommandContext {
  readonly config: Config;
  readonly sources: CommandSources;
  readonly commands: readonly Command[];
  readonly userId: string;
  readonly view: View;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
}

/** One subcommand of `/thanos`. */
export interface CommandSpec<Args> {
  /** The word or words after `/thanos`. */
  readonly id: string;
  /** Arguments as help shows them, after the id; empty when there are none. */
  readonly usage: string;
  readonly summary: Phrase;
  readonly access: Role;
  /** Pure. @throws UserError with a sentence the caller can act on. */
  parse(argv: readonly string[]): Args;
  run(args: Args, ctx: CommandContext): Promise<Reply>;
}

/** A command with its argument type closed over, as the router sees it. */
export interface Command extends Omit<CommandSpec<never>, 'parse' | 'run'> {
  /** Parses first, so that a typing error costs nothing. */
  prepare(argv: readonly string[]): (ctx: CommandContext) => Promise<Reply>;
}

/** Fixes the shape of a command and hides its argument type from the router. */
export function defineCommand<Args>({ parse, run, ...facts }: CommandSpec<Args>): Command {
  return {
    ...facts,
    prepare: (argv) => {
      const args = parse(argv);
      return (ctx) => run(args, ctx);
    },
  };
}
