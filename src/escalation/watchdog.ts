import { plainText } from '../messages/mrkdwn.ts';
import { say } from '../messages/say.ts';
import { translate } from '../messages/translate.ts';
import type { Phrase } from '../model/phrase.ts';
import { type EpochMs, minutes } from '../model/time.ts';
import { WATCHDOG_FACT, WATCHDOG_SOURCE, watchdogGroupKey } from '../model/watchdog.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Intake } from './intake.ts';
import type { AlertPayload } from './payload.ts';
import type { EscalationConfig } from './transition.ts';
import type { WatchdogBook, WatchdogSign } from './watchdog-book.ts';
import { likelyCause, type WatchdogEvidence } from './watchdog-cause.ts';

/** A longer gap between two looks means that this process stood still, and then it heard nobody. */
const STOOD_STILL_MS = minutes(2);

/** Name under which the absence is known; folding knows it as a sign that a cluster is down. */
const ALERT_NAME = 'WatchdogSilent';

const RUNBOOK = 'https://github.com/miribit/thanos-chatops/blob/main/docs/runbooks/watchdog-silent.md';

export interface WatchdogDependencies {
  readonly book: WatchdogBook;
  readonly intake: Intake;
  /** Names of the configured clusters. */
  readonly clusters: readonly string[];
  readonly look: (cluster: string) => Promise<WatchdogEvidence>;
  /** Writes a sentence of the catalogue, without values, into an incident's history. */
  readonly note: (incidentId: string, actor: string, sentenceId: string) => Promise<void>;
  readonly config: EscalationConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens an incident when a cluster's Watchdog does not arrive any more, and ends it when it does. */
export interface WatchdogWatch {
  run(): Promise<void>;
}

/**
 * A cluster is watched once its Watchdog has arrived for the first time. Silence counts only while this process could have heard it, so
 * that the bot's own downtime is not taken for the cluster's.
 */
export function createWatchdogWatch(dependencies: WatchdogDependencies): WatchdogWatch {
  const { book, clusters, config, clock, logger } = dependencies;
  const { within: withinMs } = config.escalation.watchdog;
  let listeningSince = clock.now();
  let lookedAt = listeningSince;
  let isFirst = true;
  const silenced = new Set<string>();

  const settle = async (cluster: string, sign: WatchdogSign, at: EpochMs): Promise<void> => {
    if (sign.alarmFor !== null) {
      await (sign.seenAt > sign.alarmFor ? end(dependencies, cluster, sign.alarmFor, at) : undefined);
      return;
    }
    if (at - Math.max(sign.seenAt, listeningSince) > withinMs) {
      await alarm(dependencies, cluster, sign, at, silenced);
    }
  };

  return {
    run: async () => {
      const at = clock.now();
      listeningSince = at - lookedAt > STOOD_STILL_MS ? at : listeningSince;
      lookedAt = at;
      const signs = await book.all();
      if (isFirst) {
        isFirst = false;
        const unheard = clusters.filter((cluster) => !signs.has(cluster));
        if (unheard.length > 0) {
          logger.info({ clusters: unheard }, 'watchdog has never arrived from these clusters, so its absence is not an alarm yet');
        }
      }
      for (const cluster of clusters) {
        const sign = signs.get(cluster);
        if (sign !== undefined) {
          // One cluster that cannot be looked at must not keep the others from being watched.
          await settle(cluster, sign, at).catch((error: unknown) =>
            logger.error({ cluster, err: error }, 'watchdog could not be looked after'),
          );
        }
      }
    },
  };
}

async function alarm(
  { book, intake, look, config, logger }: WatchdogDependencies,
  cluster: string,
  { seenAt }: WatchdogSign,
  at: EpochMs,
  silenced: Set<string>,
): Promise<void> {
  const evidence = await look(cluster);
  const cause = likelyCause(evidence);
  if (cause === 'silenced') {
    if (!silenced.has(cluster)) {
      silenced.add(cluster);
      logger.warn({ cluster }, 'watchdog is silenced, so its absence says nothing');
    }
    return;
  }
  silenced.delete(cluster);
  const silentMs = Math.floor((at - seenAt) / minutes(1)) * minutes(1);
  const fact = say('watchdog.silent', { cluster, silentMs, cause, ...evidence });
  // Opened first: if we die before the note of it, the same alert opens nothing again.
  await intake.take(payloadOf(cluster, seenAt, 'firing', { summary: summaryOf(config, fact), fact }), WATCHDOG_SOURCE, at);
  await book.setAlarm(cluster, seenAt, at);
  logger.warn({ cluster, cause, ...evidence }, 'watchdog of a cluster does not arrive');
}

async function end({ book, intake, note, logger }: WatchdogDependencies, cluster: string, alarmFor: EpochMs, at: EpochMs): Promise<void> {
  const [incidentId] = await intake.take(payloadOf(cluster, alarmFor, 'resolved', null), WATCHDOG_SOURCE, at);
  await book.setAlarm(cluster, null, at);
  if (incidentId !== undefined) {
    await note(incidentId, 'system', 'watchdog.returned');
  }
  logger.info({ cluster }, 'watchdog of a cluster arrives again');
}

/** For those who know an incident's stored words only, such as an address outside of Slack: in the language of the channel. */
function summaryOf({ slack, locale }: EscalationConfig, fact: Phrase): string {
  return plainText(translate(slack.locales[slack.channels.incidents] ?? locale, fact), 'UTC');
}

/** The absence as an alert, so that it lives as every other incident does: stored, folded, repeated and ended by the same rules. */
function payloadOf(
  cluster: string,
  seenAt: EpochMs,
  status: 'firing' | 'resolved',
  news: { readonly summary: string; readonly fact: Phrase } | null,
): AlertPayload {
  const labels = { alertname: ALERT_NAME, cluster, severity: 'critical', class: 'cluster-down' };
  const summary = news?.summary ?? '';
  const annotations: Readonly<Record<string, string>> =
    news === null ? {} : { summary, runbook_url: RUNBOOK, [WATCHDOG_FACT]: JSON.stringify(news.fact) };
  const alert = {
    status,
    fingerprint: watchdogGroupKey(cluster),
    startsAt: new Date(seenAt).toISOString(),
    endsAt: '',
    labels,
    annotations,
    generatorUrl: '',
  } as const;
  return {
    receiver: WATCHDOG_SOURCE,
    groupKey: watchdogGroupKey(cluster),
    title: ALERT_NAME,
    summary,
    severity: 'critical',
    cluster,
    labels,
    annotations,
    alerts: [alert],
    truncatedAlerts: 0,
    notificationReason: null,
  };
}
