import { say } from '../messages/say.ts';
import type { Phrase } from '../model/phrase.ts';

/** Replicas that a person may ask for in one command; more is a typing error or a case for a change in git. */
const REPLICA_BOUNDS = { least: 1, most: 20 } as const;

/** Words that can follow `scale`; only some may be scaled, the others are known so that the refusal says why. */
export const SCALE_COMPONENTS = ['query', 'prometheus', 'compactor', 'store', 'ruler', 'frontend'] as const;

/** Why a component is not scaled from here, or `null`. Source: Thanos docs/components/{compact,rule,store}.md. */
export function refuseComponent(component: string): Phrase | null {
  switch (component) {
    case 'query':
    case 'prometheus':
      return null;
    case 'compactor':
      return say('scale.refuseCompactor');
    case 'store':
      return say('scale.refuseStore');
    case 'ruler':
      return say('scale.refuseRuler');
    case 'frontend':
      return say('scale.refuseFrontend');
    default:
      return say('scale.refuseUnknown', { component });
  }
}

/** Why a number of replicas is refused, or `null`. */
export function refuseReplicas(replicas: number): Phrase | null {
  if (replicas === 0) {
    return say('scale.refuseZero');
  }
  const isInBounds = Number.isInteger(replicas) && replicas >= REPLICA_BOUNDS.least && replicas <= REPLICA_BOUNDS.most;
  return isInBounds ? null : say('scale.refuseReplicas', { ...REPLICA_BOUNDS });
}
