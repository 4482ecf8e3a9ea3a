import type { Config } from '../config/config.ts';
import { callableLevels } from '../escalation/callable.ts';
import type { Override } from '../escalation/roster.ts';
import { loadView } from '../escalation/view.ts';
import type { IncidentStory } from '../messages/incident-detail.ts';
import type { Clock, Directory, Messenger } from '../ports.ts';
import type { Store } from './store.ts';

const EVENTS = 1_000;

/** Tells one incident from beginning to now; `null`: there is no such incident. */
export function createIncidentStory(parts: {
  readonly config: Config;
  readonly store: Store;
  readonly overrides: () => Promise<readonly Override[]>;
  readonly messenger: Pick<Messenger, 'permalink'>;
  readonly directory: Directory;
  readonly clock: Clock;
}): (id: string) => Promise<IncidentStory | null> {
  const { store, messenger, clock } = parts;
  return async (id) => {
    const incident = await store.incidents.get(id);
    const permalink = incident?.message == null ? null : await messenger.permalink(incident.message);
    const now = clock.now();
    const view = await loadView(store.incidents, id, { now, permalink, callable: (each) => callableLevels(parts, each, now) });
    return view === null ? null : { view, timeline: await store.incidents.timelineOf(id, EVENTS) };
  };
}
