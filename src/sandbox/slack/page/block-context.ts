import type { EnteredValue } from './client.ts';
import type { PageState } from './state.ts';

/** One JSON object as it came from the app. */
export type Json = Readonly<Record<string, unknown>>;

/** A control that was used. */
export interface Used {
  readonly actionId: string;
  readonly blockId: string;
  readonly value?: EnteredValue;
}

/** What blocks need of the page around them. */
export interface BlockContext {
  readonly state: PageState;
  /** Tells the server; after the confirm dialog, where there is one. */
  readonly use: (used: Used) => void;
  readonly openChannel: (channelId: string) => void;
  /** What stands in the fields of a form, by block id; absent outside modals. */
  readonly entered?: Map<string, EnteredValue>;
  readonly errors?: Readonly<Record<string, string>>;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The words of a text object, without their markup. */
export const words = (value: unknown): string => (isJson(value) ? text(value['text']) : text(value));
