import { channelLink, clockTime, code, mention, type RichText, rich } from '../../../model/text.ts';
import { roughDuration } from '../../../model/time.ts';

export const delivery = {
  'delivery.delayed': (a: { delayMs: number }): string => `Delayed by ${roughDuration(a.delayMs)}: Slack did not take it earlier.`,
  'delivery.movedTo': (a: { from: string; to: string; reason: string }): RichText =>
    rich`Slack refused this incident in ${channelLink(a.from)} (${code(a.reason)}), so it is shown in ${channelLink(a.to)}.`,
  'delivery.nowhere': (a: { channel: string; reason: string }): RichText =>
    rich`Slack refuses this incident in every configured channel, the last was ${channelLink(a.channel)} (${code(a.reason)}). It is tried again every minute.`,
  'delivery.personRefused': (a: { user: string; reason: string }): RichText =>
    rich`${mention(a.user)} could not be sent a direct message: ${code(a.reason)}.`,
  'delivery.groupEmpty': (a: { role: string; level: number }): RichText =>
    rich`The Slack group behind ${code(a.role)} has no members, so it brought nobody to Level ${a.level}.`,
  'delivery.groupUnknown': (a: { role: string; level: number }): RichText =>
    rich`Slack did not say who is in the group behind ${code(a.role)}, so it brought nobody to Level ${a.level}.`,
  'delivery.lineRefused': (a: { reason: string }): RichText => rich`A line of the thread could not be posted: ${code(a.reason)}.`,
  'delivery.pageDropped': (a: { level: number; to: string }): RichText =>
    rich`A call for Level ${a.level} to ${mention(a.to)} was still waiting and was not sent: nobody is needed any more.`,
  'delivery.doNotDisturb': (a: { user: string; until: number }): RichText =>
    rich`${mention(a.user)} has notifications paused until ${clockTime(a.until)} and may not have seen the call.`,
  'delivery.secondPath': (a: { member: string; waitMs: number }): RichText =>
    rich`Slack has not taken a call for ${roughDuration(a.waitMs)}, so ${code(a.member)} is called outside of Slack.`,
  'delivery.outsideTaken': (a: { member: string }): RichText => rich`${code(a.member)} was called outside of Slack.`,
  'delivery.outsideRefused': (a: { member: string; reason: string }): RichText =>
    rich`${code(a.member)} could not be called outside of Slack: ${code(a.reason)}.`,
  'delivery.plainWords': (a: { id: string }): RichText =>
    rich`The full message of incident ${code(a.id)} could not be built; these are the bare facts.`,
  'delivery.gone': (a: { count: number; cluster: string }): RichText =>
    rich`Alertmanager of ${a.cluster} no longer has ${a.count} of the alerts, so they count as resolved.`,
  'delivery.messageMoved': (a: { channel: string; reason: string }): RichText =>
    rich`Meant for ${channelLink(a.channel)}, which Slack refused: ${code(a.reason)}.`,
};
