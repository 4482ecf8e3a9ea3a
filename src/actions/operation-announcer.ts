import type { Config } from '../config/config.ts';
import { operationMessage } from '../messages/operation.ts';
import { operationElsewhere } from '../messages/operation-elsewhere.ts';
import type { Message, MessageAddress } from '../model/message.ts';
import type { Locale } from '../model/phrase.ts';
import type { Operation } from '../model/plan.ts';
import { type DurationMs, minutes, seconds } from '../model/time.ts';
import type { Clock, DeliveryOutcome, Logger, Messenger } from '../ports.ts';
import type { OperationAnnouncer } from './operation-deps.ts';
import type { OperationStore } from './operation-store.ts';

/** Slack allows about fifty edits a minute for everything together. */
const EDIT_EVERY_MS = seconds(3);
const SETTLE_DELAYS_MS: readonly DurationMs[] = [seconds(1), seconds(3), seconds(10), seconds(30), minutes(1), minutes(2), minutes(5)];

interface Deps {
  readonly messenger: Messenger;
  readonly store: Pick<OperationStore, 'saveMessage'>;
  readonly clock: Clock;
  readonly config: Config;
  readonly logger: Logger;
}

/** Shows each operation as one channel message, posted once and edited when something changed. */
export function createOperationAnnouncer(deps: Deps): OperationAnnouncer {
  const boards = new Map<string, Board>();
  const boardOf = (operation: Operation): Board => {
    const board = boards.get(operation.id) ?? new Board(deps, operation);
    boards.set(operation.id, board);
    return board;
  };
  return {
    show: (operation) => boardOf(operation).show(operation),
    settle: async (operation) => {
      await boardOf(operation).settle(operation);
      boards.delete(operation.id);
    },
  };
}

/** The channel message of one operation. Its calls to Slack go one after the other. */
class Board {
  readonly #deps: Deps;
  #address: MessageAddress | null;
  #latest: Operation;
  #shown = '';
  #lastEditAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(deps: Deps, operation: Operation) {
    this.#deps = deps;
    this.#address = operation.message;
    this.#latest = operation;
  }

  show(operation: Operation): void {
    this.#latest = operation;
    const waitMs = this.#lastEditAt + EDIT_EVERY_MS - this.#deps.clock.now();
    if (waitMs <= 0) {
      this.#lastEditAt = this.#deps.clock.now();
      this.#queue = this.#queue.then(() => this.#publish());
    } else {
      this.#cancelTimer ??= this.#deps.clock.after(waitMs, () => {
        this.#cancelTimer = null;
        this.show(this.#latest);
      });
    }
  }

  /** The first attempt is awaited; further ones go on beside, because the operation itself has ended. */
  async settle(operation: Operation): Promise<void> {
    this.#latest = operation;
    this.#cancelTimer?.();
    this.#queue = this.#queue.then(() => this.#publish());
    const isShown = await this.#queue;
    if (isShown !== true) {
      this.#retry(0);
    }
  }

  #retry(attempt: number): void {
    const delayMs = SETTLE_DELAYS_MS[attempt];
    if (delayMs === undefined) {
      this.#deps.logger.error({ operationId: this.#latest.id }, 'gave up showing the result of an operation');
      return;
    }
    this.#deps.clock.after(delayMs, () => {
      void this.#publish().then((isShown) => (isShown ? undefined : this.#retry(attempt + 1)));
    });
  }

  /** True when Slack shows the latest state, or surely never will. */
  async #publish(): Promise<boolean> {
    const operation = this.#latest;
    const locale = this.#localeOf(operation.channel);
    const message = operationMessage(operation, { locale, timeZone: this.#deps.config.timezone });
    const written = JSON.stringify(message);
    if (written === this.#shown) {
      return true;
    }
    const outcome = await this.#deliver(operation, message, locale);
    if (outcome.kind === 'delivered') {
      this.#shown = written;
      await this.#remember(operation, outcome.address);
    }
    return outcome.kind === 'delivered' || outcome.kind === 'refused';
  }

  async #deliver(operation: Operation, message: Message, locale: Locale): Promise<DeliveryOutcome> {
    const { messenger } = this.#deps;
    if (this.#address !== null) {
      const edited = await messenger.update(this.#address, message, locale, 'bulk');
      if (edited.kind !== 'gone') {
        return edited;
      }
      this.#address = null;
    }
    const posted = await messenger.post({ channel: operation.channel, locale }, message, 'bulk');
    if (posted.kind === 'ambiguous') {
      const found = await messenger.find(operation.channel, metadataOf(operation), operation.createdAt);
      return found === null ? posted : { kind: 'delivered', address: found };
    }
    return posted.kind === 'refused' ? this.#tellRequester(operation, message, locale) : posted;
  }

  /** The bot is not in the channel where the command was given: the requester gets the message, and a hint to invite the bot. */
  async #tellRequester(operation: Operation, message: Message, locale: Locale): Promise<DeliveryOutcome> {
    const personal = operationElsewhere(message, operation.channel, locale);
    return this.#deps.messenger.post({ channel: operation.requestedBy, locale }, personal, 'bulk');
  }

  async #remember(operation: Operation, address: MessageAddress): Promise<void> {
    if (this.#address?.ts === address.ts) {
      return;
    }
    this.#address = address;
    try {
      await this.#deps.store.saveMessage(operation.id, address);
    } catch (error) {
      this.#deps.logger.warn({ err: error, operationId: operation.id }, 'could not remember where an operation is shown');
    }
  }

  #localeOf(channel: string): Locale {
    return this.#deps.config.slack.locales[channel] ?? this.#deps.config.locale;
  }
}

function metadataOf(operation: Operation): { type: string; key: string; value: string } {
  return { type: 'thanos_operation', key: 'operation', value: operation.id };
}
