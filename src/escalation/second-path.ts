import { say } from '../messages/say.ts';
import { isDrill } from '../model/drill.ts';
import { seconds } from '../model/time.ts';
import { type DeliveryContext, recordDelivery } from './delivery-context.ts';
import type { PageFacts } from './intent.ts';
import type { WaitingPage } from './outbox.ts';
import { webhookDraft } from './owed.ts';
import { outsideAddresses } from './roster.ts';
import { needsNobody } from './stale.ts';

/** A call that Slack has not taken for this long is worth another path. */
const PATIENCE_MS = seconds(60);

const LOOKED_AT = 200;

/**
 * Calls the team's outside addresses about incidents whose calls Slack does not take. Once for each incident and level: the key of the
 * call is the same whoever makes it. Returns how many were called.
 */
export async function callSecondPath(context: DeliveryContext): Promise<number> {
  const members = Object.entries(context.config.escalation.team).flatMap(([name, member]) =>
    outsideAddresses(member).length === 0 ? [] : [name],
  );
  const now = context.clock.now();
  const waiting = members.length === 0 ? [] : await context.outbox.waitingPages(now - PATIENCE_MS, LOOKED_AT);
  const stuck = onlyStuck(waiting);
  for (const page of stuck) {
    await callFor(context, page, members).catch((error: unknown) =>
      context.logger.error({ incidentId: page.incidentId, err: error }, 'call could not be sent another way'),
    );
  }
  return stuck.length;
}

/** A lane that Slack serves, but slowly, is not stuck: its first waiting call has not been tried in vain. */
function onlyStuck(waiting: readonly WaitingPage[]): readonly WaitingPage[] {
  const inSlack = waiting.filter(({ intent }) => intent.kind !== 'webhook-page');
  const stuckLanes = new Set(inSlack.filter(({ attempts }) => attempts > 0).map(({ lane }) => lane));
  return [
    ...Map.groupBy(
      inSlack.filter(({ lane }) => stuckLanes.has(lane)),
      ({ incidentId }) => incidentId,
    ).values(),
  ].flatMap((pages) => pages.slice(-1));
}

async function callFor(context: DeliveryContext, { incidentId, intent }: WaitingPage, members: readonly string[]): Promise<void> {
  const incident = await context.store.get(incidentId);
  if (incident === null || needsNobody(incident) || isDrill(incident)) {
    return;
  }
  const page = 'page' in intent && intent.page !== null ? intent.page : firstPage(incident.escalation.levelIndex);
  // Whom the level calls anyway has the call already.
  const called = incident.levels[page.levelIndex]?.notify ?? [];
  for (const member of members.filter((each) => !called.includes(each))) {
    const draft = { ...webhookDraft(incident, member, page), key: `second:${incident.id}:${page.levelIndex}:${member}` };
    if (await context.outbox.isQueued(draft.key)) {
      continue;
    }
    await context.outbox.enqueue([draft], context.clock.now());
    const phrase = say('delivery.secondPath', { member, waitMs: PATIENCE_MS });
    await recordDelivery(context, incident, phrase, { isTold: true, discriminator: draft.key });
  }
}

/** The channel message stands for the first call. */
function firstPage(levelIndex: number): PageFacts {
  return { levelIndex, reason: 'opened', lateMs: null, skipped: [], repeats: 0, detour: null };
}
