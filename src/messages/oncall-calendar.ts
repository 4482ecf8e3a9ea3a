import type { Block, Message } from '../model/message.ts';
import type { CalendarProblem } from '../model/oncall-calendar.ts';
import type { RichText } from '../model/text.ts';
import { sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** A block of text holds about this many characters. */
const SHOWN_CHARACTERS = 2_600;

/** Events that could not be used: as many as a person reads through, and of each as much as tells them apart. */
const SHOWN_UNREAD = 10;
const SHOWN_NAME = 80;

interface CalendarFile {
  readonly name: string;
  readonly text: string;
}

/** Where the exported calendars went. What Slack did not take as a file is shown as text, as much as fits. */
export function oncallExportMessage(files: readonly CalendarFile[], refused: readonly CalendarFile[], reader: View): Message {
  const text = sentence(
    reader,
    files.length === 0
      ? say('oncall.nothingToExport')
      : refused.length === 0
        ? say('oncall.exportSent', { names: files.map(({ name }) => name) })
        : say('oncall.exportRefused', { names: refused.map(({ name }) => name) }),
  );
  const shown = refused.map(
    (file): Block => ({ kind: 'preformatted', text: file.text.replaceAll('\r\n', '\n').slice(0, SHOWN_CHARACTERS) }),
  );
  return { text, blocks: [{ kind: 'text', text }, ...shown] };
}

/** What was read from each schedule's calendar. */
export function oncallImportMessage(
  states: readonly {
    readonly schedule: string;
    readonly file: string;
    readonly shifts: number;
    readonly unread: readonly string[];
    readonly problem: CalendarProblem | null;
  }[],
  reader: View,
): Message {
  const lines =
    states.length === 0 ? [sentence(reader, say('oncall.noCalendars'))] : states.map((state) => sentence(reader, stateOf(state)));
  return {
    text: lines.flatMap((line, index): RichText => (index === 0 ? line : [' ', ...line])),
    blocks: lines.map((text) => ({ kind: 'text', text })),
  };
}

function stateOf({ schedule, file, shifts, unread, problem }: Parameters<typeof oncallImportMessage>[0][number]) {
  return problem === null
    ? say('oncall.calendarRead', {
        schedule,
        file,
        shifts,
        unread: unread.slice(0, SHOWN_UNREAD).map((name) => name.slice(0, SHOWN_NAME)),
        more: Math.max(0, unread.length - SHOWN_UNREAD),
      })
    : say('oncall.calendarProblem', { schedule, file, problem });
}
