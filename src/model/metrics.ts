import type { EpochMs } from './time.ts';

/** One sample of an instant vector: label set and value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Answer of a query. Warnings of a partial response are kept: a smaller answer must not look whole. */
export interface QueryAnswer {
  readonly samples: readonly Sample[];
  readonly warnings: readonly string[];
}

/** One series of a range query. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: EpochMs; readonly value: number }[];
}

export interface RangeAnswer {
  readonly series: readonly Series[];
  readonly warnings: readonly string[];
}

/** One endpoint as Thanos Query lists it. Source: Thanos `GET /api/v1/stores`. */
export interface StoreEndpoint {
  /** Component type under which it is listed: `sidecar`, `store`, `rule`, `receive`, `query`, … */
  readonly type: string;
  readonly address: string;
  readonly lastCheck: EpochMs | null;
  readonly lastError: string | null;
  /** External label sets, without Thanos' own labels that start with `@`. */
  readonly labelSets: readonly Readonly<Record<string, string>>[];
  /** `null` is unbounded. */
  readonly minTime: EpochMs | null;
  readonly maxTime: EpochMs | null;
}

/** One alert as Alertmanager knows it. Source: Alertmanager `GET /api/v2/alerts`. */
export interface ActiveAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly state: 'active' | 'suppressed' | 'unprocessed';
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
  readonly generatorUrl: string;
}

export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** An Alertmanager silence. Source: Alertmanager `GET /api/v2/silences`. */
export interface Silence {
  readonly id: string;
  readonly state: 'active' | 'pending' | 'expired';
  readonly matchers: readonly Matcher[];
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly createdBy: string;
  readonly comment: string;
}
