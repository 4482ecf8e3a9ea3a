import { describe, expect, it } from 'vitest';
import { checkById } from '../../src/checks/registry.ts';
import { clusterOf, lookCommands, SCENARIOS } from '../../src/drill/scenario.ts';
import { splitWords } from '../../src/handlers/command-line.ts';
import { findCommand } from '../../src/handlers/command-router.ts';
import { COMMANDS } from '../../src/handlers/commands/registry.ts';
import { plainText } from '../../src/messages/mrkdwn.ts';
import { say } from '../../src/messages/say.ts';
import { translate } from '../../src/messages/translate.ts';
import { config } from '../actions/world.ts';

const steps = Object.entries(SCENARIOS).flatMap(([scenario, story]) => story.steps.map((step) => ({ scenario, step })));

describe('drill/scenario', () => {
  it.each(steps)('sends people of $scenario/$step.id to commands that exist', ({ step }) => {
    for (const command of lookCommands(step, 'cluster-02')) {
      const [, ...words] = splitWords(command);
      const { command: found, argv } = findCommand(COMMANDS, words);
      expect(() => found.prepare(argv)).not.toThrow();
      if (found.id === 'check') {
        expect(checkById(argv[0] ?? '')).not.toBeUndefined();
      }
    }
  });

  it.each(steps)('has words for $scenario/$step.id in both languages', ({ scenario, step: { id: step } }) => {
    for (const locale of ['ko', 'en'] as const) {
      for (const breaks of [true, false]) {
        const task = say('drill.stepTask', { scenario, step, breaks, cluster: 'cluster-02', namespace: 'monitoring', pod: 'prometheus-0' });
        expect(plainText(translate(locale, task), 'UTC')).not.toBe('');
      }
      expect(plainText(translate(locale, say('drill.stepExpect', { scenario, step })), 'UTC')).not.toBe('');
      expect(plainText(translate(locale, say('drill.stepTitle', { scenario, step, number: 1, count: 3 })), 'UTC')).not.toMatch(
        new RegExp(`: ${step}.?$`),
      );
    }
  });

  it('mends the outage before the end of every story', () => {
    expect(Object.values(SCENARIOS).map((story) => story.steps.filter(({ mends }) => mends).length)).toEqual([1, 1]);
  });

  it('tells the story of the first edge cluster', () => {
    expect(clusterOf(config)).toBe('cluster-02');
    expect(clusterOf({ clusters: config.clusters.slice(0, 1) })).toBe('cluster-01');
  });
});
