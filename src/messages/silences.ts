import { matchersText, wishOf } from '../model/matcher.ts';
import type { Block, Message } from '../model/message.ts';
import type { Silence } from '../model/metrics.ts';
import { type ClusterSilences, reasonOf } from '../model/silence.ts';
import { join, type RichText } from '../model/text.ts';
import { cut } from './escape.ts';
import { sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

const SHOWN = 20;
const NAMES = 5;

/** One wish for quiet, in however many Alertmanagers it was made. */
export interface Wish {
  readonly silence: Silence;
  readonly places: readonly { readonly cluster: string; readonly id: string }[];
  /** Names of the alerts that it hides now, one for each alert. */
  readonly hides: readonly string[];
}

/** Puts silences of the same wish together, those that end first first. */
export function wishesOf(survey: readonly ClusterSilences[]): readonly Wish[] {
  const found = survey.flatMap((each) =>
    each.failure === null
      ? each.silences.map((silence) => ({
          cluster: each.cluster,
          silence,
          hides: each.alerts.filter(({ silencedBy }) => silencedBy.includes(silence.id)).map(({ labels }) => labels['alertname'] ?? '?'),
        }))
      : [],
  );
  return [...Map.groupBy(found, ({ silence }) => wishOf(silence)).values()]
    .flatMap((same): Wish[] => {
      const [first] = same;
      return first === undefined
        ? []
        : [
            {
              silence: first.silence,
              places: same.map(({ cluster, silence }) => ({ cluster, id: silence.id })),
              hides: same.flatMap(({ hides }) => hides),
            },
          ];
    })
    .toSorted((a, b) => a.silence.endsAt - b.silence.endsAt);
}

/** Every silence of every Alertmanager: whose, until when, and what it hides now. */
export function silenceListMessage(survey: readonly ClusterSilences[], view: View): Message {
  const wishes = wishesOf(survey);
  const away = survey.flatMap((each) => (each.failure === null ? [] : [each.cluster]));
  const text = sentence(view, say('silence.list', { count: wishes.length, clusters: survey.length - away.length }));
  const unknown = away.length === 0 ? [] : [sentence(view, say('silence.listAway', { clusters: away }))];
  return {
    text: join([text, ...unknown], ' '),
    blocks: [
      ...unknown.map((line): Block => ({ kind: 'text', text: line })),
      { kind: 'text', text },
      ...wishes.slice(0, SHOWN).map((wish): Block => ({ kind: 'text', text: wishLine(wish, view) })),
      ...(wishes.length > SHOWN
        ? [{ kind: 'context', items: [sentence(view, say('status.more', { count: wishes.length - SHOWN }))] } as const]
        : []),
      ...(wishes.length === 0 ? [] : [{ kind: 'context', items: [sentence(view, say('silence.howToExpire'))] } as const]),
    ],
  };
}

/** Says before it happens that a silence ends; `lengthMs` is what the button adds. */
export function silenceEndingMessage(
  { silence, places, hides }: Wish,
  { noticeId, lengthMs }: { readonly noticeId: string; readonly lengthMs: number },
  view: View,
): Message {
  const text = sentence(
    view,
    say('silence.ending', {
      what: whatOf(silence),
      by: silence.createdBy,
      until: silence.endsAt,
      clusters: places.map(({ cluster }) => cluster),
      ...hiddenOf(hides),
    }),
  );
  const label = sentence(view, say('silence.extend', { lengthMs }));
  return {
    text,
    blocks: [
      { kind: 'text', text },
      {
        kind: 'controls',
        controls: [{ kind: 'button', interaction: 'extend', label: label.join(''), reference: { id: noticeId, revision: 1 } }],
      },
    ],
  };
}

function wishLine({ silence, places, hides }: Wish, view: View): RichText {
  return sentence(
    view,
    say('silence.line', {
      what: whatOf(silence),
      by: silence.createdBy,
      until: silence.endsAt,
      isPending: silence.state === 'pending',
      comment: cut(reasonOf(silence), 120),
      clusters: places.map(({ cluster }) => cluster),
      ids: [...new Set(places.map(({ id }) => id.slice(0, 8)))],
      ...hiddenOf(hides),
    }),
  );
}

function hiddenOf(hides: readonly string[]) {
  return { hidden: hides.length, names: [...new Set(hides)].slice(0, NAMES) };
}

function whatOf({ matchers }: Silence): string {
  return cut(`{${matchersText(matchers)}}`, 200);
}
