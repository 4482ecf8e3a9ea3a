import type { ActiveAlert, Silence } from './metrics.ts';
import type { Words } from './phrase.ts';

/** What one Alertmanager answers about silences; `failure` says why it does not. Expired ones are left out. */
export type ClusterSilences =
  | { readonly cluster: string; readonly alerts: readonly ActiveAlert[]; readonly silences: readonly Silence[]; readonly failure: null }
  | { readonly cluster: string; readonly failure: Words };

/** Written into every silence that the bot makes, so that it is found again whatever id Alertmanager gives it. */
export function silenceTag(key: string): string {
  return `(thanos-chatops ${key})`;
}

/** A silence's comment as its owner wrote it. */
export function reasonOf({ comment }: Pick<Silence, 'comment'>): string {
  return comment.replace(/\s*\(thanos-chatops [^()\s]+\)$/, '');
}
