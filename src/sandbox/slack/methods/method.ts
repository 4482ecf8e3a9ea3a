import type { Arguments } from '../arguments.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json.ts';
import type { Tier } from '../rate-limits.ts';

/** One method of the Web API. */
export interface Method {
  readonly name: string;
  readonly token: 'bot' | 'app' | 'none';
  /** Any one of these is enough; none needed when empty. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  /** Whether the limit of one post a second and channel counts too. */
  readonly isPost?: boolean;
  /** @returns the fields of the answer without `ok`. @throws SlackError for a refusal. */
  readonly run: (core: Core, args: Arguments) => JsonObject;
}
