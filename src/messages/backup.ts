import type { Message } from '../model/message.ts';
import { formatBytes } from '../model/size.ts';
import { type EpochMs, localTime } from '../model/time.ts';
import { say } from './say.ts';
import { translate } from './translate.ts';
import type { View } from './view.ts';
import { plain } from './wording.ts';

/** One backup as the list shows it. */
export interface BackupRow {
  readonly id: string;
  readonly state: 'verified' | 'damaged' | 'failed' | 'incomplete';
  readonly madeAt: EpochMs;
  /** `null` when no manifest tells. */
  readonly total: { readonly objects: number; readonly sizeBytes: number } | null;
  /** What is broken or left out, untranslated. */
  readonly note: string;
}

/** Backups that were read back, newest first. */
export function backupsMessage(backups: readonly BackupRow[], { locale, timeZone }: View): Message {
  if (backups.length === 0) {
    const text = translate(locale, say('backup.listEmpty'));
    return { text, blocks: [{ kind: 'text', text }] };
  }
  const complete = backups.filter(({ state }) => state === 'verified').length;
  const text = translate(locale, say('backup.listText', { complete, broken: backups.length - complete }));
  const columns = (['id', 'state', 'time', 'objects', 'size', 'note'] as const).map((column) =>
    plain(locale, say(`backup.column.${column}`)),
  );
  const rows = backups.map(({ id, state, madeAt, total, note }) => {
    const { date, time, zone } = localTime(madeAt, timeZone);
    return [
      id,
      plain(locale, say(`backup.state.${state}`)),
      `${date} ${time} ${zone}`,
      total === null ? '–' : String(total.objects),
      total === null ? '–' : formatBytes(total.sizeBytes),
      note,
    ];
  });
  return {
    text,
    blocks: [
      { kind: 'heading', text: plain(locale, say('backup.listTitle')) },
      { kind: 'text', text },
      { kind: 'table', columns, rows },
    ],
  };
}
