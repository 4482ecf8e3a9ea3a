import { isObject, type JsonObject, parseJson } from './json.ts';
import { SlackError } from './slack-error.ts';

/** Arguments of one call; everything is text in a form body and typed in a JSON body, and both are understood. */
export class Arguments {
  private readonly values: JsonObject;

  constructor(values: JsonObject) {
    this.values = values;
  }

  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== '';
  }

  /** @returns `undefined` when the argument is absent or empty. */
  text(key: string): string | undefined {
    const value = this.values[key];
    if (typeof value === 'number' || typeof value === 'boolean') {
      return String(value);
    }
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** @throws SlackError `invalid_arguments` naming the missing argument. */
  required(key: string, code = 'invalid_arguments'): string {
    const value = this.text(key);
    if (value === undefined) {
      throw new SlackError(code, { response_metadata: { messages: [`[ERROR] missing required field: ${key}`] } });
    }
    return value;
  }

  flag(key: string, otherwise = false): boolean {
    const value = this.text(key);
    return value === undefined ? otherwise : value === 'true' || value === '1';
  }

  count(key: string, otherwise: number): number {
    const value = Number(this.text(key) ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  }

  /** A JSON value, given as such or as text. @returns `undefined` when absent, `null` when the text is not JSON. */
  json(key: string): unknown {
    const value = this.values[key];
    if (typeof value !== 'string') {
      return value;
    }
    return value === '' ? undefined : (parseJson(value) ?? null);
  }

  object(key: string): JsonObject | undefined {
    const value = this.json(key);
    return isObject(value) ? value : undefined;
  }

  /** Ids in a comma separated text. */
  ids(key: string): readonly string[] {
    return (this.text(key) ?? '').split(',').filter((id) => id !== '');
  }

  /** What the call log keeps: everything but secrets. */
  forLog(): JsonObject {
    return Object.fromEntries(Object.entries(this.values).filter(([key]) => key !== 'token'));
  }
}
