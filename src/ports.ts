import type { WorkloadRef } from './model/cluster.ts';
import type { Pod, PodEntry, ResourceKind, WorkloadState } from './model/kubernetes.ts';
import type { Chart, Dialog, Message, MessageAddress } from './model/message.ts';
import type { ActiveAlert, Matcher, QueryAnswer, RangeAnswer, Silence, StoreEndpoint } from './model/metrics.ts';
import type { Locale } from './model/phrase.ts';
import type { DurationMs, EpochMs } from './model/time.ts';

/** The only source of time. `main.ts` passes the real one, tests a manual one, the sandbox one that can run faster. */
export interface Clock {
  now(): EpochMs;
  /** Calls back once after a duration of this clock's own time. The result cancels it. */
  after(durationMs: DurationMs, callback: () => void): () => void;
}

/** Structured log: a static lower-case message, facts in fields. */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

/** Makes short opaque ids; unguessable, so that they can stand in buttons. */
export type NewId = (prefix: string) => string;

/** One file system, in bytes. */
export interface FileSystemUse {
  readonly mount: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

/**
 * The API server of one cluster. Every call has a deadline of its own besides `signal`.
 *
 * @throws UpstreamError (all methods).
 */
export interface KubernetesReader {
  /** Server version, e.g. `v1.31.2`; the cheapest proof that the server answers us. */
  version(signal: AbortSignal): Promise<string>;
  /** Pods in full, all or those with a label selector. */
  listPods(namespace: string, signal: AbortSignal, labelSelector?: string): Promise<readonly Pod[]>;
  /** Pages of at most 500 pods as one line each, at a tenth of what it costs to read them in full. */
  surveyPods(namespace: string, signal: AbortSignal): AsyncIterable<readonly PodEntry[]>;
  /** One pod in full, or `null` when it does not exist. */
  readPod(namespace: string, name: string, signal: AbortSignal): Promise<Pod | null>;
  /** Newest lines last. `sinceMs` and `tailLines` limit what is read. */
  readLog(
    pod: { readonly namespace: string; readonly name: string; readonly container: string },
    options: { readonly sinceMs?: DurationMs; readonly tailLines?: number; readonly previous?: boolean },
    signal: AbortSignal,
  ): Promise<string>;
  /**
   * Use of the file systems mounted at these absolute paths, by `df` inside the container: for volumes that nothing measures. Paths at
   * which nothing is mounted are left out. Needs the right to run commands in the pod, which is not part of reading.
   */
  diskUse(
    pod: { readonly namespace: string; readonly name: string; readonly container: string },
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly FileSystemUse[]>;
  workload(workload: WorkloadRef, signal: AbortSignal): Promise<WorkloadState>;
  /** Kinds that the server offers and that can be listed, custom resources included. */
  resourceKinds(signal: AbortSignal): Promise<readonly ResourceKind[]>;
  /** Pages of raw objects, at most 500 each, so that memory stays flat. */
  listObjects(
    kind: ResourceKind,
    namespace: string | null,
    signal: AbortSignal,
  ): AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;
  /** One raw object, or `null` when it does not exist. */
  getObject(
    kind: ResourceKind,
    namespace: string | null,
    name: string,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>> | null>;
}

/** Changes to one cluster. Separate from the reader, so that checks cannot change anything. */
export interface KubernetesWriter {
  /**
   * Sets the replicas by server-side apply with our field manager. With `resourceVersion`, the server refuses when the object has
   * changed since (`conflict`). `dryRun` asks the server to validate and admit without storing.
   */
  setReplicas(
    workload: WorkloadRef,
    replicas: number,
    options: { readonly resourceVersion?: string; readonly dryRun?: boolean; readonly force?: boolean },
    signal: AbortSignal,
  ): Promise<WorkloadState>;
}

/** One Prometheus or Thanos Query. @throws UpstreamError */
export interface MetricsReader {
  instant(query: string, signal: AbortSignal, options?: { readonly at?: EpochMs }): Promise<QueryAnswer>;
  range(
    query: string,
    window: { readonly startMs: EpochMs; readonly endMs: EpochMs; readonly stepMs: DurationMs },
    signal: AbortSignal,
  ): Promise<RangeAnswer>;
}

/** Thanos Query: metrics of all clusters and the list of its endpoints. @throws UpstreamError */
export interface ThanosQuery extends MetricsReader {
  stores(signal: AbortSignal): Promise<readonly StoreEndpoint[]>;
}

/** One Alertmanager. @throws UpstreamError */
export interface Alertmanager {
  alerts(signal: AbortSignal): Promise<readonly ActiveAlert[]>;
  silences(signal: AbortSignal): Promise<readonly Silence[]>;
  /** Returns the id that Alertmanager gave it; with `id`, changes that silence (and may get a new id). */
  createSilence(
    silence: {
      readonly id?: string;
      readonly matchers: readonly Matcher[];
      readonly startsAt: EpochMs;
      readonly endsAt: EpochMs;
      readonly createdBy: string;
      readonly comment: string;
    },
    signal: AbortSignal,
  ): Promise<string>;
  expireSilence(id: string, signal: AbortSignal): Promise<void>;
}

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: EpochMs;
}

/** What lies directly below a prefix; names of folders end with a slash. */
export interface BucketLevel {
  readonly folders: readonly string[];
  readonly objects: readonly StoredObject[];
}

/** One bucket of an S3 API. @throws UpstreamError */
export interface ObjectStore {
  /** Pages of at most 1,000 objects below a prefix; memory stays flat however many there are. */
  list(prefix: string, signal: AbortSignal): AsyncIterable<readonly StoredObject[]>;
  /** One level below `prefix`: its folders, without listing what lies in them, and the objects that are in none. */
  listLevel(prefix: string, signal: AbortSignal): Promise<BucketLevel>;
  /** The object's bytes, or `null` when it does not exist. */
  get(key: string, signal: AbortSignal): Promise<Uint8Array | null>;
  put(
    key: string,
    body: Uint8Array,
    options: { readonly contentType: string; readonly metadata?: Readonly<Record<string, string>> },
    signal: AbortSignal,
  ): Promise<void>;
  delete(keys: readonly string[], signal: AbortSignal): Promise<void>;
}

/** Read-only shell on a node over SSH with a pinned host key; the commands are fixed in the client. @throws UpstreamError */
export interface NodeShell {
  /** File systems of the node as `df -P -B1` prints them. */
  diskUse(signal: AbortSignal): Promise<readonly FileSystemUse[]>;
}

/** Everything that can be asked about one cluster. */
export interface ClusterAccess {
  readonly name: string;
  readonly kubernetes: KubernetesReader;
  readonly metrics: MetricsReader;
  readonly alertmanager: Alertmanager;
  readonly nodes: readonly { readonly address: string; readonly shell: NodeShell | null }[];
}

/** How an attempt to say something to Slack ended. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly address: MessageAddress }
  /** Slack surely did not take it; trying again later can work. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: DurationMs | null }
  /** It may or may not have arrived: the connection broke, or Slack answered 5xx. */
  | { readonly kind: 'ambiguous'; readonly reason: string }
  /** Slack will never take this: unknown channel, archived, invalid token, … */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Only for edits: the message is gone. */
  | { readonly kind: 'gone'; readonly reason: string };

/** Speaks to Slack. Never throws for what Slack or the network do; the outcome says it. */
export interface Messenger {
  post(
    target: { readonly channel: string; readonly threadTs?: string; readonly broadcast?: boolean; readonly locale: Locale },
    message: Message,
    urgency: 'page' | 'bulk',
  ): Promise<DeliveryOutcome>;
  update(address: MessageAddress, message: Message, locale: Locale, urgency: 'page' | 'bulk'): Promise<DeliveryOutcome>;
  /**
   * Looks for a message of ours by its metadata, to settle an ambiguous delivery. `null`: not found, or no permission to look.
   * Replies are only found with `threadTs`: the history of a channel does not show them.
   */
  find(
    channel: string,
    metadata: { readonly type: string; readonly key: string; readonly value: string },
    sinceMs: EpochMs,
    threadTs?: string,
  ): Promise<MessageAddress | null>;
  /** Tells whether a file of this name was shared in a thread since then, to settle an ambiguous upload. `false`: not found, or no permission. */
  findFile(place: { readonly channel: string; readonly threadTs: string }, name: string, sinceMs: EpochMs): Promise<boolean>;
  permalink(address: MessageAddress): Promise<string | null>;
  upload(
    target: { readonly channel: string; readonly threadTs?: string },
    file: { readonly name: string; readonly bytes: Uint8Array; readonly altText: string; readonly title: string },
  ): Promise<DeliveryOutcome>;
}

/** What Slack knows of people. Answers are cached; `null` means that Slack could not say. */
export interface Directory {
  /** Nobody is in a group that does not exist. */
  membersOf(usergroupId: string): Promise<readonly string[] | null>;
  localeOf(userId: string): Promise<Locale | null>;
  /** The name that people see, for texts in which Slack shows no mentions. */
  nameOf(userId: string): Promise<string | null>;
  /** When the person's scheduled do-not-disturb ends, if it is on at `at`. Manual pauses are invisible to bots. */
  doNotDisturbUntil(userId: string, at: EpochMs): Promise<EpochMs | null>;
}

/** Opens dialogs on behalf of a person who has just clicked. */
export interface Dialogs {
  open(triggerId: string, dialog: Dialog): Promise<void>;
}

/** Draws a chart as PNG. */
export interface ChartRenderer {
  render(chart: Chart, theme: 'light' | 'dark'): Promise<Uint8Array>;
}

/** What a person may do with the bot. An operator may also do what a responder may. */
export type Role = 'anyone' | 'responder' | 'operator' | 'approver';

/** Who may do what. */
export interface Access {
  /** `unverified`: membership of a usergroup could not be looked up; only acknowledging goes ahead on that. */
  may(userId: string, role: Role): Promise<'yes' | 'no' | 'unverified'>;
  /** Configured users and usergroups of a role, for the sentence that refuses. */
  whoMay(role: Role): readonly string[];
}

/** Encrypts a backup for the holder of the configured key. */
export interface Encryptor {
  encrypt(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Remembers deliveries from Slack, so that a captured request that is sent again does nothing. */
export interface SeenRequests {
  /** `true` the first time a key is seen within the window. */
  isFirst(key: string, now: EpochMs, windowMs: DurationMs): Promise<boolean>;
}

/** Answers that their reader may still post to the channel. */
export interface SharedMessages {
  keep(id: string, shared: SharedAnswer, expiresAt: EpochMs): Promise<void>;
  /** Looks at it and leaves it. `null`: unknown, expired or already taken. */
  read(id: string, now: EpochMs): Promise<SharedAnswer | null>;
  /** Takes it out, so that it is posted once. `null`: unknown, expired or already taken. */
  take(id: string, now: EpochMs): Promise<SharedAnswer | null>;
}

/** An answer and, when it is a long one, its further pages. */
export interface SharedAnswer {
  readonly userId: string;
  readonly message: Message;
  readonly pages?: readonly Message[];
}

/** Known vulnerabilities in one image. */
export interface ImageFindings {
  readonly critical: number;
  readonly high: number;
}

/** A scanner of container images on this machine. */
export interface ImageScanner {
  /**
   * Scans one image, named by tag or digest. `null`: not finished when the signal fired; the scan goes on, and who asks again gets it.
   *
   * @throws UpstreamError, `not-found` when there is no such program.
   */
  scan(image: string, signal: AbortSignal): Promise<ImageFindings | null>;
}

/** A person who may log in to Grafana. */
export interface GrafanaUser {
  readonly login: string;
  readonly name: string;
  /** `Admin`, `Editor`, `Viewer` or `None`. */
  readonly role: string;
  readonly isDisabled: boolean;
  /** `null` when the person never logged in. */
  readonly lastSeenAt: EpochMs | null;
}

/** Grafana's HTTP API. @throws UpstreamError */
export interface Grafana {
  users(signal: AbortSignal): Promise<readonly GrafanaUser[]>;
}
