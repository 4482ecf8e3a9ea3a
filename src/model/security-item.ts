import { days, type EpochMs } from './time.ts';

/** The operators' monthly security checklist, in their order. Appears in commands and the store: never reuse a word. */
export const SECURITY_ITEMS = [
  'grafana-users',
  's3-key',
  'service-accounts',
  'pod-standards',
  'network-policies',
  'vulnerabilities',
] as const;

export type SecurityItem = (typeof SECURITY_ITEMS)[number];

/** The check that looks at an item; `isWhole` when what it finds is all that there is to review. */
export const ITEM_CHECKS: Readonly<Record<SecurityItem, { readonly checkId: string; readonly isWhole: boolean }>> = {
  'grafana-users': { checkId: 'security-grafana-users', isWhole: true },
  's3-key': { checkId: 'security-s3-key', isWhole: true },
  'service-accounts': { checkId: 'security-service-accounts', isWhole: true },
  'pod-standards': { checkId: 'security-pod-standards', isWhole: true },
  // That there are some can be counted; whether they let the right things through takes a person.
  'network-policies': { checkId: 'security-network-policies', isWhole: false },
  vulnerabilities: { checkId: 'security-vulnerabilities', isWhole: true },
};

/** Somebody looked at an item and wrote down what they saw. */
export interface SecurityTick {
  readonly item: SecurityItem;
  readonly by: string;
  readonly at: EpochMs;
  readonly note: string;
}

/** A tick is good for a month. */
export const TICK_LIFETIME_MS = days(31);

/** The newest tick of an item that still holds, or `null`. */
export function standingTick(ticks: readonly SecurityTick[], item: SecurityItem, now: EpochMs): SecurityTick | null {
  const own = ticks.filter((tick) => tick.item === item && tick.at <= now && now - tick.at < TICK_LIFETIME_MS);
  return own.toSorted((a, b) => b.at - a.at)[0] ?? null;
}
