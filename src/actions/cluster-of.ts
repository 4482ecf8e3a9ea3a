import { say } from '../messages/say.ts';
import { UserError } from '../model/errors.ts';
import type { ClusterAccess, KubernetesWriter } from '../ports.ts';
import type { ActionWorld } from './action.ts';

/** The reader of a configured cluster. @throws UserError */
export function clusterOf(world: ActionWorld, name: string): ClusterAccess {
  const cluster = world.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) {
    throw new UserError(say('action.noSuchCluster', { cluster: name, known: world.clusters.map((known) => known.name) }));
  }
  return cluster;
}

/** The writer of a cluster. @throws UserError when the bot may only read there. */
export function writerOf(world: ActionWorld, name: string): KubernetesWriter {
  const writer = world.writers.get(name);
  if (writer === undefined) {
    throw new UserError(say('action.readOnlyCluster', { cluster: name }));
  }
  return writer;
}
