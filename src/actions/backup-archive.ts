import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import type { ResourceKind } from '../model/kubernetes.ts';
import { kindName } from './backup-kinds.ts';
import type { BackupArtefact } from './backup-manifest.ts';

/** A growing gzip file of objects, one JSON document in each line, as `kubectl apply -f -` reads them. */
export interface Archive {
  append(kind: ResourceKind, objects: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  close(): Promise<Uint8Array>;
  counts(): Readonly<Record<string, number>>;
}

/** Objects are let go as soon as they are compressed, so memory holds the compressed file and one page. */
export function createArchive(): Archive {
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  const kinds: Record<string, number> = {};
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    append: async (kind, objects) => {
      const name = kindName(kind);
      kinds[name] = (kinds[name] ?? 0) + objects.length;
      if (objects.length > 0) {
        await write(gzip, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
      }
    },
    close: async () => {
      const ended = once(gzip, 'end');
      gzip.end();
      await ended;
      return Buffer.concat(chunks);
    },
    counts: () => kinds,
  };
}

/** Describes bytes as they will lie in the bucket. */
export function describeArtefact(key: string, bytes: Uint8Array, kinds: Readonly<Record<string, number>>): BackupArtefact {
  return {
    key,
    sizeBytes: bytes.byteLength,
    sha256: sha256(bytes),
    objects: Object.values(kinds).reduce((sum, count) => sum + count, 0),
    isEncrypted: key.endsWith('.age'),
    kinds: { ...kinds },
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function write(gzip: Gzip, text: string): Promise<void> {
  if (!gzip.write(text)) {
    await once(gzip, 'drain');
  }
}
