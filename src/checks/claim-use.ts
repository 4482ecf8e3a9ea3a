import { z } from 'zod';
import { say } from '../messages/say.ts';
import { UpstreamError } from '../model/errors.ts';
import type { Words } from '../model/phrase.ts';
import type { FileSystemUse } from '../ports.ts';
import type { CheckContext } from './check.ts';
import { inParallel } from './in-parallel.ts';
import { listAll, namespaceOf, PODS } from './security/objects.ts';

/** A volume claim where a container has it mounted. */
export interface ClaimMount {
  readonly claim: string;
  readonly pod: string;
  /** `null` while no container that mounts it runs. */
  readonly container: string | null;
  readonly path: string;
}

/** What `df` says of a claim, or why it says nothing. */
export type ClaimUse = ClaimMount & { readonly found: FileSystemUse | null; readonly reason: Words };

const EXECS = 4;

const podSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    volumes: z.array(z.object({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }).optional() })).default([]),
    containers: z.array(
      z.object({ name: z.string(), volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]) }),
    ),
  }),
  status: z
    .object({
      containerStatuses: z
        .array(z.object({ name: z.string(), state: z.object({ running: z.unknown().optional() }).default({}) }))
        .default([]),
    })
    .prefault({}),
});

/** Asks `df` in the pods of the monitoring namespace for the claims that they have mounted: for clusters whose kubelet nobody scrapes. */
export async function claimUses(ctx: CheckContext, isWanted: (claim: string) => boolean): Promise<readonly ClaimUse[]> {
  const mounts = (await listAll(ctx, PODS)).flatMap(claimMounts).filter(({ claim }) => isWanted(claim));
  const unique = [...new Map(mounts.map((mount) => [mount.claim, mount])).values()];
  return inParallel(unique, EXECS, (mount) => useOf(ctx, mount));
}

/** The claims of one raw pod. */
export function claimMounts(object: unknown): readonly ClaimMount[] {
  const parsed = podSchema.safeParse(object);
  if (!parsed.success) {
    return [];
  }
  const { metadata, spec, status } = parsed.data;
  const running = new Set(status.containerStatuses.filter(({ state }) => state.running !== undefined).map(({ name }) => name));
  return spec.volumes.flatMap(({ name, persistentVolumeClaim }): readonly ClaimMount[] => {
    const places = spec.containers.flatMap((container) =>
      container.volumeMounts
        .filter((mount) => mount.name === name)
        .map(({ mountPath }) => ({ container: container.name, path: mountPath })),
    );
    const place = places.find(({ container }) => running.has(container)) ?? places[0];
    return persistentVolumeClaim === undefined || place === undefined
      ? []
      : [
          {
            claim: persistentVolumeClaim.claimName,
            pod: metadata.name,
            container: running.has(place.container) ? place.container : null,
            path: place.path,
          },
        ];
  });
}

async function useOf(ctx: CheckContext, mount: ClaimMount): Promise<ClaimUse> {
  if (mount.container === null) {
    return { ...mount, found: null, reason: say('reason.not-mounted', { pod: mount.pod }) };
  }
  try {
    const address = { namespace: namespaceOf(ctx), name: mount.pod, container: mount.container };
    const [found] = await ctx.cluster.kubernetes.diskUse(address, [mount.path], ctx.signal);
    return { ...mount, found: found ?? null, reason: found === undefined ? say('reason.not-in-df', { path: mount.path }) : '' };
  } catch (error) {
    if (error instanceof UpstreamError) {
      return { ...mount, found: null, reason: error.said };
    }
    throw error;
  }
}
