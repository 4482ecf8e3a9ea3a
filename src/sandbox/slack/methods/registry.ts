import { appMethods } from './app.ts';
import { chatChangeMethods } from './chat-change.ts';
import { chatPostMethods } from './chat-post.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import type { Method } from './method.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const METHODS: readonly Method[] = [
  ...appMethods,
  ...chatPostMethods,
  ...chatChangeMethods,
  ...conversationMethods,
  ...historyMethods,
  ...userMethods,
  ...viewMethods,
  ...fileMethods,
];

/** Every method that this Slack knows, by name. */
export const methodsByName: ReadonlyMap<string, Method> = new Map(METHODS.map((method) => [method.name, method]));
