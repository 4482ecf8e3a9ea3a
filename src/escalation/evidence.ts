import type { Incident, IncidentAlert } from '../model/incident.ts';
import type { Sample } from '../model/metrics.ts';
import { type DurationMs, type EpochMs, seconds } from '../model/time.ts';
import type { Clock, MetricsReader } from '../ports.ts';

/** A message does not wait longer than this for figures that nobody needs in order to act. */
const PATIENCE_MS = seconds(1.5);

/** The first alert's own figure: as it was when it fired, and as it is now. */
export interface Evidence {
  /** `null`: it could not be read. */
  readonly atFire: string | null;
  /** `gone`: the condition of the alert does not hold any more. */
  readonly now: string | 'gone' | null;
  readonly nowAt: EpochMs;
}

/** What the figure was when an incident's alert fired, kept beside whatever comes. Implemented by `store/evidence-book.ts`. */
export interface EvidenceBook {
  get(incidentId: string): Promise<string | null>;
  /** The first value stays. */
  keep(incidentId: string, value: string, at: EpochMs): Promise<void>;
}

/** Reads the evidence of an incident. `null`: its alert names no query, or nobody can be asked. Never throws. */
export type EvidenceReader = (incident: Incident, alert: IncidentAlert | undefined) => Promise<Evidence | null>;

interface EvidenceDependencies {
  readonly book: EvidenceBook;
  /** The Prometheus that evaluates the rules of a cluster. */
  readonly metricsOf: (cluster: string) => MetricsReader | undefined;
  readonly clock: Clock;
  readonly patienceMs?: DurationMs;
}

/** Evaluates the query that the alert's link holds, once at the instant it fired and again whenever the incident is shown. */
export function createEvidenceReader({ book, metricsOf, clock, patienceMs = PATIENCE_MS }: EvidenceDependencies): EvidenceReader {
  return async (incident, alert) => {
    const query = queryOf(alert);
    const metrics = metricsOf(alert?.labels['cluster'] ?? incident.cluster);
    if (alert === undefined || query === null || metrics === undefined) {
      return null;
    }
    const signal = AbortSignal.timeout(patienceMs);
    const ask = async (at?: EpochMs): Promise<string | null> =>
      figureOf((await metrics.instant(query, signal, at === undefined ? {} : { at })).samples, alert.labels);
    const [atFire, now] = await Promise.allSettled([thenOf(book, incident, alert, ask, clock.now()), ask()]);
    return {
      atFire: atFire.status === 'fulfilled' ? atFire.value : (alert.annotations['value'] ?? null),
      now: now.status === 'fulfilled' ? (now.value ?? 'gone') : null,
      nowAt: clock.now(),
    };
  };
}

async function thenOf(
  book: EvidenceBook,
  { id }: Incident,
  { annotations, startsAt }: IncidentAlert,
  ask: (at: EpochMs) => Promise<string | null>,
  at: EpochMs,
): Promise<string | null> {
  const kept = await book.get(id);
  if (kept !== null) {
    return kept;
  }
  const value = annotations['value'] ?? (await ask(Date.parse(startsAt)));
  if (value !== null) {
    await book.keep(id, value, at);
  }
  return value;
}

/** Prometheus writes the rule's expression into the link of the alert (`/graph?g0.expr=…`). */
function queryOf(alert: IncidentAlert | undefined): string | null {
  return alert !== undefined && URL.canParse(alert.generatorUrl) ? new URL(alert.generatorUrl).searchParams.get('g0.expr') : null;
}

/** The series whose labels the alert carries: a rule adds labels of its own, and drops the name of the metric. */
function figureOf(samples: readonly Sample[], labels: Readonly<Record<string, string>>): string | null {
  const own = samples.find((sample) =>
    Object.entries(sample.labels).every(([name, value]) => name === '__name__' || labels[name] === value),
  );
  return own === undefined ? null : String(Number(own.value.toPrecision(4)));
}
