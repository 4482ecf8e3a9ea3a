import { z } from 'zod';

const artefact = z.object({
  /** Key below the backup's folder. */
  key: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  objects: z.number(),
  isEncrypted: z.boolean(),
  /** Objects by kind. */
  kinds: z.record(z.string(), z.number()),
});

const part = z.object({
  cluster: z.string(),
  serverVersion: z.string().nullable(),
  artefacts: z.array(artefact),
  /** Kinds that the bot may not read, or Secrets without a key to encrypt them to. */
  leftOut: z.array(z.string()),
  /** Why this part has failed; `null` when it is whole. */
  failure: z.string().nullable(),
});

/** Table of contents of a backup, written last: a folder without one is not a backup. */
const manifestShape = z.object({
  format: z.literal(1),
  id: z.string(),
  kind: z.literal('kubernetes'),
  isComplete: z.boolean(),
  startedAt: z.number(),
  finishedAt: z.number(),
  parts: z.array(part),
});

export type BackupManifest = z.output<typeof manifestShape>;
export type BackupPart = BackupManifest['parts'][number];
export type BackupArtefact = BackupPart['artefacts'][number];

/** Name of the manifest below a backup's folder. */
export const MANIFEST_KEY = 'manifest.json';

/** Reads a manifest, or `null` when the bytes are not one. */
export function readManifest(bytes: Uint8Array): BackupManifest | null {
  try {
    const parsed = manifestShape.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function totalOf(manifest: BackupManifest): { readonly objects: number; readonly sizeBytes: number } {
  const artefacts = manifest.parts.flatMap((each) => each.artefacts);
  return {
    objects: artefacts.reduce((sum, { objects }) => sum + objects, 0),
    sizeBytes: artefacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** What is not in the backup, once for each kind: `secrets`, `ingresses.networking.k8s.io (cluster-02)`. */
export function leftOutOf(manifest: BackupManifest): readonly string[] {
  const kinds = [...new Set(manifest.parts.flatMap(({ leftOut }) => leftOut))].sort();
  return kinds.map((kind) => {
    const where = manifest.parts.filter(({ leftOut }) => leftOut.includes(kind)).map(({ cluster }) => cluster);
    return where.length === manifest.parts.length ? kind : `${kind} (${where.join(', ')})`;
  });
}
