import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { nearest } from '../../model/nearest.ts';

/** Takes at most `most` words. @throws UserError that shows how the command is written. */
export function atMost(argv: readonly string[], most: number, usage: string): readonly string[] {
  const extra = argv[most];
  if (extra !== undefined) {
    throw new UserError(say('command.tooMany', { word: extra, usage: `/thanos ${usage}` }));
  }
  return argv;
}

/** A word that must be there. @throws UserError that shows how the command is written. */
export function required(word: string | undefined, usage: string): string {
  if (word === undefined || word === '') {
    throw new UserError(say('command.usage', { usage: `/thanos ${usage}` }));
  }
  return word;
}

/** A configured cluster's name, or `null` when none was given. @throws UserError */
export function knownCluster(word: string | null, clusters: readonly { readonly name: string }[]): string | null {
  const known = clusters.map(({ name }) => name);
  if (word !== null && !known.includes(word)) {
    throw new UserError(say('command.noSuchCluster', { word, known }));
  }
  return word;
}

/** The id of a check. @throws UserError with the nearest one. */
export function knownCheck(word: string, known: readonly string[]): string {
  if (known.includes(word)) {
    return word;
  }
  const suggestion = nearest(word, known);
  throw new UserError(
    suggestion === null ? say('command.noSuchCheck', { word, known }) : say('command.noSuchCheckSuggest', { word, suggestion }),
  );
}
