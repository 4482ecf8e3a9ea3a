import type { Request } from '../http.ts';

/** The payload of an upload; `aws-chunked` framing with its signatures and trailers is taken off. */
export async function payloadOf(request: Request): Promise<Buffer> {
  const raw = await request.body();
  const encoding = String(request.headers['content-encoding'] ?? '');
  const declared = String(request.headers['x-amz-content-sha256'] ?? '');
  return encoding.includes('aws-chunked') || declared.startsWith('STREAMING-') ? withoutFraming(raw) : raw;
}

function withoutFraming(raw: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < raw.length; ) {
    const end = raw.indexOf('\r\n', offset);
    if (end < 0) break;
    const size = Number.parseInt(raw.subarray(offset, end).toString().split(';')[0] ?? '', 16);
    if (!(size > 0)) break;
    pieces.push(raw.subarray(end + 2, end + 2 + size));
    offset = end + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
