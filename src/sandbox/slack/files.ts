import type { FileRecord } from './message.ts';

interface StoredFile {
  readonly record: FileRecord;
  readonly expectedBytes: number;
  bytes: Buffer | null;
  isComplete: boolean;
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  txt: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
};

export const mimeTypeOf = (name: string): string => MIME_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** Uploaded files, in memory. A file is ready only after the upload was completed. */
export class Files {
  private readonly byId = new Map<string, StoredFile>();

  reserve(record: FileRecord): void {
    this.byId.set(record.id, { record, expectedBytes: record.sizeBytes, bytes: null, isComplete: false });
  }

  find(id: string): StoredFile | undefined {
    return this.byId.get(id);
  }

  /** @returns `false` when the id is unknown or the size is not the announced one. */
  receive(id: string, bytes: Buffer): boolean {
    const file = this.byId.get(id);
    if (file === undefined || bytes.length !== file.expectedBytes) {
      return false;
    }
    file.bytes = bytes;
    return true;
  }

  /** @returns the record with its title, or `undefined` when nothing was uploaded under the id. */
  complete(id: string, title: string | undefined): FileRecord | undefined {
    const file = this.byId.get(id);
    if (file === undefined || file.bytes === null) {
      return undefined;
    }
    const record = title === undefined ? file.record : { ...file.record, title };
    this.byId.set(id, { ...file, record, isComplete: true });
    return record;
  }

  /** Whether a block may show the file, named by id or by URL. */
  isReady(idOrUrl: string): boolean {
    return [...this.byId.values()].some((file) => file.isComplete && (file.record.id === idOrUrl || file.record.url === idOrUrl));
  }
}
