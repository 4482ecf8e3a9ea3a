import type { WebhookTarget } from './alertmanager/webhook.ts';
import type { Fault, FaultRequest } from './model/faults.ts';
import type { EstateState } from './page/state.ts';
import type { EstateRuntime } from './runtime.ts';
import type { SlackTrouble, SlackTroubleRequest, SlackTroubleState } from './slack-trouble.ts';

/** The sandbox's time. What is optional gives the page its buttons. */
export interface EstateClock {
  now(): number;
  setSpeed?(factor: number): void;
  pause?(): void;
  resume?(): void;
  step?(byMs: number): void;
  /** How fast time runs; 0 while it is paused. */
  speed?(): number;
}

export interface EstateOptions {
  readonly clock: EstateClock;
  readonly slack?: SlackTrouble;
  readonly seed?: number;
  readonly clusters?: number;
  /** So many more pods in every cluster's `apps` namespace. */
  readonly podsPerCluster?: number;
  readonly host?: string;
  readonly ports?: { readonly page?: number; readonly s3?: number; readonly services?: number; readonly kubernetes?: number };
  /** How often, in real time, the estate catches up with the clock by itself; 0 leaves that to requests and `advance`. */
  readonly tickMs?: number;
}

export interface EstateUrls {
  readonly page: string;
  readonly s3: string;
  readonly kubernetes: Readonly<Record<string, string>>;
  readonly prometheus: Readonly<Record<string, string>>;
  readonly alertmanager: Readonly<Record<string, string>>;
  readonly thanosQuery: string;
  readonly grafana: string;
}

export interface EstateCredentials {
  readonly s3: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string };
  readonly grafanaToken: string;
}

/** The same things as the page's JSON API, for use inside the process. */
export interface EstateControl {
  state(): EstateState;
  break(request: FaultRequest): Fault;
  /** Undefined when the estate knows no Slack or the mode is none. */
  breakSlack(request: SlackTroubleRequest): SlackTroubleState | undefined;
  mend(id: string): boolean;
  mendAll(): number;
  play(scenario: string): boolean;
  deletePod(cluster: string, pod: string): boolean;
  setWebhook(target: (WebhookTarget & { readonly watchdog?: boolean }) | undefined): void;
  /** Catches up with the clock and waits until every notification that is due has been answered. */
  advance(): Promise<void>;
}

export interface Estate {
  readonly urls: EstateUrls;
  readonly credentials: EstateCredentials;
  readonly control: EstateControl;
  readonly runtime: EstateRuntime;
  kubeconfigFor(cluster: string): string;
  close(): Promise<void>;
}
