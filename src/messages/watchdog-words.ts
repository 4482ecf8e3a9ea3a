import { z } from 'zod';
import type { Incident } from '../model/incident.ts';
import { isWatchdogIncident, WATCHDOG_FACT } from '../model/watchdog.ts';
import { say } from './say.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

const fact = z.object({
  args: z.object({
    cluster: z.string(),
    silentMs: z.number(),
    cause: z.string(),
    apiServer: z.string(),
    prometheus: z.string(),
    alertmanager: z.string(),
    stores: z.string(),
  }),
});

/** The incident of a silent Watchdog with its summary in the reader's language; every other incident as it is. */
export function retoldWatchdog(incident: Incident, { locale }: View): Incident {
  const found = isWatchdogIncident(incident) ? watchdogFact(incident) : null;
  return found === null ? incident : { ...incident, summary: plain(locale, say('watchdog.silent', found)) };
}

/** What was found when the Watchdog stayed away; `null` for every other incident. */
export function watchdogFact({ annotations }: Pick<Incident, 'annotations'>): z.output<typeof fact>['args'] | null {
  try {
    return fact.parse(JSON.parse(annotations[WATCHDOG_FACT] ?? '')).args;
  } catch {
    // An earlier version kept the words only.
    return null;
  }
}
