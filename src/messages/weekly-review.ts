import type { Times, WeeklyReview } from '../escalation/weekly-review.ts';
import type { Block, Message } from '../model/message.ts';
import { label, sentence } from './incident-view.ts';
import { say } from './say.ts';
import type { View } from './view.ts';

/** How the team answered in a week: times, levels, noise and nights. */
export function weeklyReviewMessage(review: WeeklyReview, reader: View): Message {
  const { incidents, stillOpen, endedAlone, nightsDisturbed, from, until, levels, loudest } = review;
  const headline = sentence(reader, say('weekly.headline', { incidents, stillOpen, from, until }));
  const times = [time(review.timeToAcknowledge, 'weekly.acknowledge', reader), time(review.timeToResolve, 'weekly.resolve', reader)];
  const rows = levels.map(({ level, incidents: reached, calls }) => [String(level), String(reached), String(calls)]);
  return {
    text: headline,
    blocks: [
      { kind: 'heading', text: label(reader, say('weekly.title')) },
      { kind: 'text', text: headline },
      ...(incidents === 0
        ? []
        : ([
            { kind: 'text', text: [times.join('\n')] },
            table(['level', 'reached', 'calls'], rows, reader),
            table(
              ['alert', 'incidents'],
              loudest.map((each) => [each.name, String(each.incidents)]),
              reader,
            ),
            { kind: 'context', items: [sentence(reader, say('weekly.noise', { endedAlone, nightsDisturbed }))] },
          ] satisfies readonly Block[])),
    ],
  };
}

function time(times: Times | null, id: 'weekly.acknowledge' | 'weekly.resolve', reader: View): string {
  return label(reader, say(id, { meanMs: times?.meanMs ?? null, medianMs: times?.medianMs ?? null, count: times?.count ?? 0 }));
}

function table(
  columns: readonly ('level' | 'reached' | 'calls' | 'alert' | 'incidents')[],
  rows: readonly (readonly string[])[],
  reader: View,
): Block {
  return { kind: 'table', columns: columns.map((column) => label(reader, say(`weekly.column.${column}`))), rows };
}
