import { createHash } from 'node:crypto';
import { hash } from '../model/random.ts';

/** Bytes that are either held, or made up from the key whenever somebody reads them. */
export type Content =
  | { readonly kind: 'held'; readonly bytes: Buffer }
  | { readonly kind: 'made-up'; readonly key: string; readonly sizeBytes: number };

export const sizeOf = (content: Content): number => (content.kind === 'held' ? content.bytes.length : content.sizeBytes);

export function etagOf(content: Content): string {
  const digest = createHash('md5');
  if (content.kind === 'held') digest.update(content.bytes);
  else digest.update(`${content.key}/${content.sizeBytes}`);
  return `"${digest.digest('hex')}"`;
}

const chunkBytes = 65_536;

function madeUpChunk(key: string): Buffer {
  const chunk = Buffer.alloc(chunkBytes);
  let state = hash(key) || 1;
  for (let offset = 0; offset < chunkBytes; offset += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    chunk.writeInt32LE(state | 0, offset);
  }
  return chunk;
}

/** The bytes from `from` to `to` inclusive, in pieces. */
export async function* read(content: Content, from: number, to: number): AsyncIterable<Buffer> {
  if (content.kind === 'held') {
    yield content.bytes.subarray(from, to + 1);
    return;
  }
  const chunk = madeUpChunk(content.key);
  for (let offset = from; offset <= to; ) {
    const start = offset % chunkBytes;
    const piece = chunk.subarray(start, Math.min(chunkBytes, start + to - offset + 1));
    yield piece;
    offset += piece.length;
  }
}
