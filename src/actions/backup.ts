import { z } from 'zod';
import { say } from '../messages/say.ts';
import { UpstreamError, UserError } from '../model/errors.ts';
import type { Phrase } from '../model/phrase.ts';
import type { OperationStep } from '../model/plan.ts';
import { formatBytes } from '../model/size.ts';
import { minutes } from '../model/time.ts';
import { type ActionWorld, defineAction, type Verification } from './action.ts';
import { type BackupListing, inspectBackup } from './backup-catalogue.ts';
import { type BackupPart, leftOutOf, totalOf } from './backup-manifest.ts';
import { backupId, destinationOf, makeBackup } from './backup-run.ts';

const backupParams = z.strictObject({});

/** Saves the Kubernetes objects of every cluster to object storage. */
export const backup = defineAction<z.output<typeof backupParams>>({
  id: 'backup',
  risk: 'read',
  access: 'operator',
  params: backupParams,
  deadlineMs: minutes(10),

  async plan(_params, { world }) {
    const { prefix } = destinationOf(world);
    const bucket = world.config.backup?.destination.s3.bucket ?? '';
    return {
      actionId: 'backup',
      title: say('backup.title', { clusters: clusterNames(world) }),
      confirm: say('backup.confirm', { clusters: clusterNames(world).length }),
      risk: 'read',
      changes: [{ object: `s3 / ${bucket} / ${prefix}`, field: 'backup', from: '–', to: '+1' }],
      notes: [say('backup.noteReadsOnly'), say(world.encryptor === null ? 'backup.noteSecretsLeftOut' : 'backup.noteSecretsEncrypted')],
      undo: null,
      gitPatch: null,
      precondition: { secrets: world.encryptor === null ? 'left-out' : 'encrypted' },
      baseline: { clusters: clusterNames(world) },
    };
  },

  steps: (_params, plan) => [
    ...(plan.baseline['clusters'] ?? []).map((cluster) => ({ id: cluster, title: say('backup.step', { cluster }) })),
    { id: 'manifest', title: say('backup.stepManifest') },
  ],

  async execute(_params, ctx, progress) {
    for (const cluster of clusterNames(ctx.world)) {
      progress({ id: cluster, status: 'running', detail: null });
    }
    const id = backupId(ctx.startedAt, ctx.operationId);
    const { startedAt, signal } = ctx;
    try {
      await makeBackup(ctx.world, { id, startedAt, signal, onPart: (part) => progress(stepOf(part)) });
    } catch (error) {
      throw withoutManifest(error, id);
    }
    progress({ id: 'manifest', status: 'done', detail: null });
  },

  async verify(_params, ctx) {
    const { store, prefix } = destinationOf(ctx.world);
    return judge(await inspectBackup(store, prefix, backupId(ctx.startedAt, ctx.operationId), ctx.signal));
  },
});

/** Without its manifest a backup is none, so there is nothing to wait for. */
function withoutManifest(error: unknown, id: string): unknown {
  return error instanceof UpstreamError
    ? new UserError(say('backup.failedParts', { id, parts: [say('reason.about', { what: 'manifest', reason: error.said })] }))
    : error;
}

/** What a backup that was read back amounts to, in words. */
export function judge(listing: BackupListing): Verification {
  switch (listing.state) {
    case 'incomplete':
      return { kind: 'failed', result: say('backup.notThere', { id: listing.id }) };
    case 'failed':
      return { kind: 'failed', result: say('backup.failedParts', { id: listing.id, parts: failuresOf(listing.manifest.parts) }) };
    case 'damaged':
      return { kind: 'failed', result: say('backup.damaged', { id: listing.id, parts: listing.broken }) };
    case 'verified':
      return { kind: 'reached', result: doneWords(listing) };
  }
}

function doneWords({ id, manifest }: Extract<BackupListing, { state: 'verified' }>): Phrase {
  const { objects, sizeBytes } = totalOf(manifest);
  return say('backup.done', {
    id,
    clusters: manifest.parts.length,
    objects,
    size: formatBytes(sizeBytes),
    leftOut: leftOutOf(manifest),
  });
}

function failuresOf(parts: readonly BackupPart[]): readonly string[] {
  return parts.flatMap(({ cluster, failure }) => (failure === null ? [] : [`${cluster}: ${failure}`]));
}

function stepOf({ cluster, artefacts, failure }: BackupPart): Pick<OperationStep, 'id' | 'status' | 'detail'> {
  const objects = artefacts.reduce((sum, artefact) => sum + artefact.objects, 0);
  const sizeBytes = artefacts.reduce((sum, artefact) => sum + artefact.sizeBytes, 0);
  return failure === null
    ? { id: cluster, status: 'done', detail: say('backup.stepDetail', { objects, size: formatBytes(sizeBytes) }) }
    : { id: cluster, status: 'failed', detail: null };
}

function clusterNames({ clusters }: ActionWorld): readonly string[] {
  return clusters.map(({ name }) => name);
}
