import type { EpochMs } from '../model/time.ts';
import type { Labels } from '../promql/labels.ts';
import type { Series } from '../promql/syntax.ts';

export interface AlertSpan {
  readonly labels: Labels;
  readonly activeMs: EpochMs;
  firingMs: EpochMs | undefined;
  endedMs: EpochMs | undefined;
}

const keptSpans = 500;

/** Which alerts were pending and firing when, by who evaluated them; the `ALERTS` series come from here. */
export class AlertHistory {
  readonly #spans = new Map<string, AlertSpan[]>();

  begin(evaluator: string, labels: Labels, activeMs: EpochMs): AlertSpan {
    const span: AlertSpan = { labels, activeMs, firingMs: undefined, endedMs: undefined };
    const spans = this.#spans.get(evaluator) ?? [];
    spans.push(span);
    if (spans.length > keptSpans) spans.shift();
    this.#spans.set(evaluator, spans);
    return span;
  }

  series(evaluator: string): Series[] {
    return (this.#spans.get(evaluator) ?? []).flatMap((span) =>
      (['pending', 'firing'] as const).map((state) => ({
        labels: { __name__: 'ALERTS', alertstate: state, ...span.labels },
        at: (timeMs: EpochMs): number | undefined => (stateAt(span, timeMs) === state ? 1 : undefined),
      })),
    );
  }
}

function stateAt(span: AlertSpan, timeMs: EpochMs): 'pending' | 'firing' | undefined {
  if (timeMs < span.activeMs || (span.endedMs !== undefined && timeMs >= span.endedMs)) return undefined;
  return span.firingMs !== undefined && timeMs >= span.firingMs ? 'firing' : 'pending';
}
