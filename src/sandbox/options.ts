import { parseArgs } from 'node:util';
import { scenarios } from './estate/scenarios/player.ts';

/** What a person chose on the command line of the sandbox. */
export interface SandboxOptions {
  /** Port of the local Slack; the estate's page takes the next one. 0 takes any two. */
  readonly port: number;
  /** Directory that keeps the product's state between runs; `null` for a fresh one that goes with the process. */
  readonly dataDirectory: string | null;
  /** Simulated seconds in a real one. */
  readonly speed: number;
  readonly seed: number;
  readonly scenario: string | null;
}

export const USAGE = `npm run sandbox -- [--port 3000] [--data DIRECTORY] [--speed 60] [--seed 1] [--scenario NAME]

  --speed     simulated seconds in a real one, 0.1 to 3600. Slack's answers and its limit of one message a second and channel take real
              time: up to 60 a page comes well before its deadline, at 600 ten minutes late. 3600 is for schedules, a day in 24 seconds.
  --scenario  ${scenarios.map(({ name }) => name).join(', ')}`;

/**
 * Reads the sandbox's arguments.
 *
 * @throws Error with one sentence that says what to write instead.
 */
export function readOptions(argv: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '3000' },
      data: { type: 'string' },
      speed: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      scenario: { type: 'string' },
    },
  });
  return {
    port: wholeNumber('--port', values.port, 0, 65_534),
    dataDirectory: values.data ?? null,
    speed: numberBetween('--speed', values.speed, 0.1, 3_600),
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    scenario: knownScenario(values.scenario),
  };
}

function knownScenario(name: string | undefined): string | null {
  if (name !== undefined && !scenarios.some((scenario) => scenario.name === name)) {
    throw new Error(`There is no scenario "${name}".`);
  }
  return name ?? null;
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = numberBetween(name, text, least, most);
  if (!Number.isInteger(value)) {
    throw new Error(`${name} takes a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function numberBetween(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new Error(`${name} takes a number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}
