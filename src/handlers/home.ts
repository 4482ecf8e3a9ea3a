import { ownerControls } from '../messages/incident-controls.ts';
import { incidentBlocks, type MessageLinks } from '../messages/incident-list.ts';
import { oncallMessage } from '../messages/oncall.ts';
import { say } from '../messages/say.ts';
import { statusMessage } from '../messages/status.ts';
import { translate } from '../messages/translate.ts';
import type { View } from '../messages/view.ts';
import { plain } from '../messages/wording.ts';
import type { Incident } from '../model/incident.ts';
import type { Block, Message } from '../model/message.ts';
import type { EpochMs } from '../model/time.ts';
import type { CommandSources } from './commands/sources.ts';

const LIMIT = 50;
const MINE_SHOWN = 10;

/** The Home tab: one's own incidents first, then everybody's, who is on call and the last digest. */
export async function homeMessage(
  userId: string,
  sources: Pick<CommandSources, 'openIncidents' | 'messageLinks' | 'roster' | 'groupsOf' | 'lastDigest'>,
  view: View,
  now: EpochMs,
  notice?: Message,
): Promise<Message> {
  const [incidents, roster, digest] = await Promise.all([sources.openIncidents(LIMIT), sources.roster(), sources.lastDigest()]);
  const [links, groups] = await Promise.all([sources.messageLinks(incidents), sources.groupsOf(roster)]);
  const { locale } = view;
  const mine = incidents.filter((incident) => isOf(incident, userId));
  const others = incidents.filter((incident) => !isOf(incident, userId));
  return {
    text: translate(locale, say('home.text')),
    blocks: [
      { kind: 'heading', text: plain(locale, say('home.title')) },
      ...(notice === undefined ? [] : [...notice.blocks, { kind: 'divider' as const }]),
      { kind: 'text', text: translate(locale, say('home.mine')) },
      ...(mine.length === 0 ? [{ kind: 'text' as const, text: translate(locale, say('home.noneMine')) }] : mineBlocks(mine, links, view)),
      ...(others.length === 0
        ? []
        : [{ kind: 'text' as const, text: translate(locale, say('home.others')) }, ...incidentBlocks(others, links, view)]),
      { kind: 'divider' },
      { kind: 'text', text: translate(locale, say('home.oncall')) },
      ...withoutHeading(oncallMessage(roster, now, view, groups).blocks),
      { kind: 'divider' },
      ...(digest === null
        ? [{ kind: 'text' as const, text: translate(locale, say('home.noDigest')) }]
        : [
            { kind: 'text' as const, text: translate(locale, say('home.digest', { at: digest.finishedAt })) },
            ...withoutHeading(statusMessage(digest, view).blocks),
          ]),
      { kind: 'context', items: [translate(locale, say('home.commands'))] },
    ],
  };
}

/** What somebody has is theirs to end, to describe or to give back. */
function mineBlocks(incidents: readonly Incident[], links: MessageLinks, view: View): readonly Block[] {
  const shown = incidents
    .slice(0, MINE_SHOWN)
    .flatMap((incident) => [
      ...incidentBlocks([incident], links, view),
      { kind: 'controls' as const, controls: ownerControls(incident, view) },
    ]);
  const more = incidents.length - MINE_SHOWN;
  return more > 0 ? [...shown, { kind: 'context', items: [translate(view.locale, say('status.more', { count: more }))] }] : shown;
}

function isOf({ escalation }: Incident, userId: string): boolean {
  return escalation.status === 'acknowledged' && escalation.by === userId;
}

function withoutHeading(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ kind }) => kind !== 'heading');
}
