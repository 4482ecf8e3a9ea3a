import type { Incident, TimelineEvent } from '../model/incident.ts';
import type { MessageAddress } from '../model/message.ts';
import type { Clock } from '../ports.ts';
import type { IncidentStore } from './incident-store.ts';
import { threadDraft } from './owed.ts';
import { retryConflicts } from './retry.ts';
import type { EscalationConfig } from './transition.ts';
import { cleanText } from './untrusted-text.ts';

/** `known`: this reply has been written down already. `gone`: it belongs to no incident of ours, or says nothing. */
export type NoteOutcome = 'added' | 'known' | 'gone';

/** What people write about an incident while it lasts, and afterwards. */
export interface IncidentNotes {
  /** From a dialog: the thread shows it as well. */
  add(incidentId: string, by: string, text: string): Promise<NoteOutcome>;
  /** A reply that a person wrote in the thread of an incident's message; it stands there already. */
  addReply(reply: {
    readonly thread: MessageAddress;
    readonly ts: string;
    readonly by: string;
    readonly text: string;
  }): Promise<NoteOutcome>;
}

export interface IncidentNotesDependencies {
  readonly store: IncidentStore;
  readonly config: Pick<EscalationConfig, 'slack'>;
  readonly clock: Clock;
  readonly onCommit: () => void;
}

/** Events that are looked through for a reply that Slack tells of twice. */
const EVENTS = 1_000;

export function createIncidentNotes(dependencies: IncidentNotesDependencies): IncidentNotes {
  const { store } = dependencies;
  return {
    add: (incidentId, by, text) => write(dependencies, incidentId, { by, text, reply: null }),
    addReply: async ({ thread, ts, by, text }) => {
      const incident = await store.byMessage(thread);
      return incident === null ? 'gone' : write(dependencies, incident.id, { by, text, reply: ts });
    },
  };
}

async function write(
  { store, config, clock, onCommit }: IncidentNotesDependencies,
  incidentId: string,
  { by, text, reply }: { readonly by: string; readonly text: string; readonly reply: string | null },
): Promise<NoteOutcome> {
  const clean = cleanText(text).trim();
  const at = clock.now();
  const outcome = await retryConflicts(() =>
    store.transaction(async (tx): Promise<NoteOutcome> => {
      const incident = await tx.incident(incidentId);
      if (incident === null || clean === '') {
        return 'gone';
      }
      if (reply !== null && (await tx.timelineOf(incidentId, EVENTS)).some(({ details }) => details['reply'] === reply)) {
        return 'known';
      }
      const event: TimelineEvent = { incidentId, at, kind: 'note', actor: by, details: { text: clean, reply } };
      await tx.record([event]);
      await tx.enqueue(reply === null ? [lineOf(incident, event, config.slack.channels.incidents)] : [], at);
      return 'added';
    }),
  );
  if (outcome === 'added') {
    onCommit();
  }
  return outcome;
}

function lineOf(incident: Incident, event: TimelineEvent, channel: string) {
  return threadDraft(incident, event, `note:${event.actor}:${event.at}`, channel);
}
