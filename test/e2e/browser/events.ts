import type { Page } from 'playwright-core';
import { minutes, seconds } from '../../../src/model/time.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { INCIDENTS, messages, toChannel } from './people.ts';
import type { Stage } from './stage.ts';

const HURRY = 60;

/** Lets simulated time run fast until a wait is over; then it is real again. */
export async function hurry<T>(sandbox: Sandbox, wait: () => Promise<T>): Promise<T> {
  sandbox.clock.setSpeed(HURRY);
  try {
    return await wait();
  } finally {
    sandbox.clock.setSpeed(1);
  }
}

/** Nine o'clock passes; the check that keeps the schedule looks once a minute. */
export function morningComes(sandbox: Sandbox): void {
  sandbox.clock.step(minutes(1));
}

export interface FiredAlert {
  readonly name: string;
  readonly cluster?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** An alert of the class whose ladder begins with the primary; Alertmanager waits half a minute for others of its group. */
export function fire({ sandbox }: Stage, { name, cluster = 'cluster-02', labels = {} }: FiredAlert): void {
  sandbox.estate.control.break({ kind: 'alert', cluster, target: name, labels: { namespace: 'monitoring', ...labels } });
  sandbox.clock.step(seconds(20));
  sandbox.clock.step(seconds(35));
}

/** Characters of an alert's name that every title has room for. */
const TITLE_START = 12;

/** Fires an alert and waits until the channel has its incident. */
export async function incidentIn(stage: Stage, page: Page, alert: FiredAlert): Promise<void> {
  fire(stage, alert);
  await toChannel(page, INCIDENTS);
  await messages(page)
    .filter({ hasText: alert.name.slice(0, TITLE_START) })
    .first()
    .waitFor();
}
