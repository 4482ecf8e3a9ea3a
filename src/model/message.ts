import type { RichText } from './text.ts';
import type { EpochMs } from './time.ts';

/** Words that name what a control does; they survive renames of code and stay valid in old messages. */
export type Interaction =
  | 'acknowledge'
  | 'unacknowledge'
  | 'escalate'
  | 'resolve'
  | 'reopen'
  | 'snooze'
  | 'silence'
  | 'confirm'
  | 'cancel'
  | 'approve'
  | 'undo'
  | 'details'
  | 'run_again'
  | 'post_to_channel'
  | 'take_over'
  | 'note'
  | 'extend'
  | 'run_action'
  | 'call_level'
  /** A menu whose options name other words. */
  | 'menu'
  | 'more'
  | 'drill_seen'
  | 'drill_note';

/** Names one revision of one stored object. The payload carries nothing else. */
export interface Reference {
  readonly id: string;
  readonly revision: number;
}

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly deny: string;
}

export type Control =
  | {
      readonly kind: 'button';
      readonly interaction: Interaction;
      readonly label: string;
      readonly reference: Reference;
      readonly style?: 'primary' | 'danger';
      readonly confirm?: Confirmation;
    }
  | {
      readonly kind: 'select';
      readonly interaction: Interaction;
      readonly placeholder: string;
      readonly reference: Reference;
      readonly options: readonly { readonly label: string; readonly value: string }[];
      /** Asked after any choice, before it counts. */
      readonly confirm?: Confirmation;
    }
  | { readonly kind: 'link'; readonly id: string; readonly label: string; readonly url: string };

/** One series of a chart, aligned with the chart's labels; `null` is a gap. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A picture of numbers, as data. */
export interface Chart {
  readonly title: string;
  readonly type: 'line' | 'bar';
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly unit: string;
}

/** One part of a message, in our own words; `messages/block-kit.ts` is the only place that knows Slack's. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: RichText; readonly accessory?: Control }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly label: RichText; readonly value: RichText }[] }
  | { readonly kind: 'context'; readonly items: readonly RichText[] }
  | { readonly kind: 'controls'; readonly controls: readonly Control[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'preformatted'; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'fold'; readonly title: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'chart'; readonly chart: Chart };

/** Text that goes along with a message as a file; it is uploaded once the message stands. */
export interface TextFile {
  /** With its ending, e.g. `report.csv`. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** The colour bar beside an attachment. It repeats what the words say and is never the only sign. */
export type Tone = 'critical' | 'warning' | 'ok' | 'muted';

/** One Slack message as data. */
export interface Message {
  /** A whole sentence of the state: the push notification, and all that a screen reader reads. */
  readonly text: RichText;
  readonly blocks: readonly Block[];
  readonly attachment?: { readonly tone: Tone; readonly blocks: readonly Block[] };
  /** Ids only; anybody in the workspace can read it. */
  readonly metadata?: { readonly type: string; readonly payload: Readonly<Record<string, string | number>> };
  /** Uploaded into the message's thread; in a direct message, below it. */
  readonly files?: readonly TextFile[];
}

/** Where a delivered message stands. */
export interface MessageAddress {
  readonly channel: string;
  readonly ts: string;
}

/** A dialog with inputs. */
export interface Dialog {
  readonly id: string;
  readonly title: string;
  readonly submit: string;
  readonly close: string;
  readonly reference: Reference;
  readonly blocks: readonly (Block | DialogInput)[];
}

export interface DialogInput {
  readonly kind: 'input';
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly multiline?: boolean;
  readonly optional?: boolean;
  readonly initial?: string;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
}

/** An instant with the zone that fallbacks name. */
export interface Moment {
  readonly at: EpochMs;
  readonly timeZone: string;
}
