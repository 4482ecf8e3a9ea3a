import type { JsonObject } from './json.ts';

/** A documented refusal of the Web API: `{ ok: false, error: code, ...details }`. */
export class SlackError extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.details = details;
  }
}

/** A control request that names something that is not there; answered with 404 and this sentence. */
export class NotThere extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotThere';
  }
}
