import { say } from '../messages/say.ts';
import { sentenceMessage } from '../messages/sentence.ts';
import type { View } from '../messages/view.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { isStoreAway } from '../model/store-away.ts';
import type { Logger, NewId } from '../ports.ts';

interface Circumstances {
  readonly logger: Logger;
  readonly newId: NewId;
  /** What was being done, for the log. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Any error as one sentence for the person. What is not theirs and not another system's fault is ours: logged whole under a short id. */
export function failureMessage(error: unknown, view: View, circumstances: Circumstances): Message {
  return sentenceMessage(failurePhrase(error, circumstances), view);
}

/** The sentence of an error; see `failureMessage`. */
export function failurePhrase(error: unknown, { logger, newId, fields }: Circumstances): Phrase {
  if (error instanceof UserError) {
    logger.info({ ...fields, phrase: error.phrase.id }, 'request refused');
    return error.phrase;
  }
  if (error instanceof UpstreamError) {
    logger.warn({ ...fields, err: error }, 'request met an upstream failure');
    const { system, cluster } = error.details;
    return say('error.upstream', { place: cluster === undefined ? system : `${system} (${cluster})`, reason: error.said });
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    logger.warn({ ...fields, err: error }, 'request ran out of time');
    return say('command.tookTooLong');
  }
  if (isStoreAway(error)) {
    logger.error({ ...fields, err: error }, 'store is away');
    return say('error.store-away');
  }
  const id = newId('err');
  logger.error({ ...fields, err: error, errorId: id }, 'request failed');
  return say('error.internal', { id });
}
