import type { Changes } from './changes.ts';
import type { Identifiers } from './identifiers.ts';
import { compact, type JsonObject } from './json.ts';
import type { AppIdentity } from './message.ts';
import { withIds } from './normal-blocks.ts';
import { NotThere, SlackError } from './slack-error.ts';

const STACK_MAX = 3;

/** A modal or Home tab as one person sees it. */
export interface StoredView {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId: string | null;
  content: JsonObject;
  hash: string;
  /** Field errors of the last submission, by block id. */
  errors: Readonly<Record<string, string>>;
}

/** Open modals, as a stack for each person, and published Home tabs. */
export class Views {
  private readonly stacks = new Map<string, StoredView[]>();
  private readonly homes = new Map<string, StoredView>();
  private readonly identifiers: Identifiers;
  private readonly changes: Changes;

  constructor(identifiers: Identifiers, changes: Changes) {
    this.identifiers = identifiers;
    this.changes = changes;
  }

  stack(userId: string): readonly StoredView[] {
    return this.stacks.get(userId) ?? [];
  }

  home(userId: string): StoredView | undefined {
    return this.homes.get(userId);
  }

  /** Shows a modal in place of all that the person had open. */
  open(userId: string, content: JsonObject): StoredView {
    this.stacks.set(userId, []);
    return this.push(userId, content);
  }

  /** @throws SlackError `push_limit_reached` above three modals. */
  push(userId: string, content: JsonObject): StoredView {
    const stack = this.stacks.get(userId) ?? [];
    if (stack.length >= STACK_MAX) {
      throw new SlackError('push_limit_reached');
    }
    const id = this.identifiers.next('V');
    const view = this.create(id, userId, stack[0]?.id ?? id, stack.at(-1)?.id ?? null, content);
    this.stacks.set(userId, [...stack, view]);
    this.changes.announce({ kind: 'views', userId });
    return view;
  }

  publish(userId: string, content: JsonObject): StoredView {
    const existing = this.homes.get(userId);
    if (existing !== undefined) {
      this.replace(existing, content);
      return existing;
    }
    const id = this.identifiers.next('V');
    const view = this.create(id, userId, id, null, content);
    this.homes.set(userId, view);
    this.changes.announce({ kind: 'views', userId });
    return view;
  }

  replace(view: StoredView, content: JsonObject): void {
    view.content = this.normal(content);
    view.hash = this.nextHash();
    view.errors = {};
    this.changes.announce({ kind: 'views', userId: view.userId });
  }

  showErrors(view: StoredView, errors: Readonly<Record<string, string>>): void {
    view.errors = errors;
    this.changes.announce({ kind: 'views', userId: view.userId });
  }

  /** Takes the view off its stack, or the whole stack. */
  close(view: StoredView, everything: boolean): void {
    const rest = everything ? [] : this.stack(view.userId).filter((other) => other.id !== view.id);
    this.stacks.set(view.userId, rest);
    this.changes.announce({ kind: 'views', userId: view.userId });
  }

  find(id: string): StoredView | undefined {
    return [...[...this.stacks.values()].flat(), ...this.homes.values()].find((view) => view.id === id);
  }

  findExternal(externalId: string): StoredView | undefined {
    return [...this.stacks.values()].flat().find((view) => view.content['external_id'] === externalId);
  }

  /** @throws NotThere when the view was never there or is closed. */
  get(id: string): StoredView {
    const view = this.find(id);
    if (view === undefined) {
      throw new NotThere(`There is no open view ${id}.`);
    }
    return view;
  }

  private create(id: string, userId: string, rootId: string, previousId: string | null, content: JsonObject): StoredView {
    return { id, userId, rootId, previousId, content: this.normal(content), hash: this.nextHash(), errors: {} };
  }

  private normal(content: JsonObject): JsonObject {
    return { ...content, blocks: withIds(content['blocks'], this.identifiers) };
  }

  private nextHash(): string {
    return `${this.identifiers.next('h')}.local`;
  }
}

/** The view as Web API answers and payloads carry it. */
export function wireView(view: StoredView, app: AppIdentity, values: JsonObject = {}): JsonObject {
  return compact({
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: undefined,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
    id: view.id,
    team_id: app.teamId,
    state: { values },
    hash: view.hash,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.appId,
    app_installed_team_id: app.teamId,
    bot_id: app.botId,
  });
}
