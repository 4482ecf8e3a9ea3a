import { code, type RichText, rich } from '../../../model/text.ts';

const PARKED: Readonly<Record<string, string>> = {
  timers: 'cannot be moved on, so nobody is called for it any more. Look after it by hand.',
  reconcile: 'cannot be compared with Alertmanager, so a lost end or a silence is not noticed.',
  folding: 'cannot be shown together with what belongs to it.',
};

export const errors = {
  'error.internal': (a: { id: string }): RichText =>
    rich`Something went wrong on our side. Nothing is known to have changed. Tell the operators this id: ${code(a.id)}`,
  'error.upstream': (a: { place: string; reason: string }): RichText => rich`${a.place} did not give a usable answer: ${a.reason}`,
  'error.store-away': (): string => 'The store cannot be reached right now, so nothing was changed. Try again in a minute.',
  'webhook.oversize': (a: { source: string }): RichText =>
    rich`Alertmanager (${code(a.source)}) sent a notification larger than 32 MiB. It was refused, so its alerts are not known here. Look at Alertmanager itself and make its groups smaller (${code('group_by')}).`,
  'webhook.unreadable': (a: { source: string }): RichText =>
    rich`Something that is no notification of Alertmanager (version 4) arrived on the webhook of ${code(a.source)} and was refused. If an Alertmanager sends there, its alerts are not known here. The body is kept in the quarantine table.`,
  'webhook.unstorable': (a: { source: string }): string =>
    `A notification of Alertmanager (${a.source}) could not be stored as it came. This incident stands for it with what could be kept. Look at Alertmanager for the whole; the body is kept in the quarantine table.`,
  'parked.incident': (a: { part: string; id: string; title: string }): RichText =>
    rich`${a.title === '' ? 'An incident' : a.title} (${code(a.id)}) ${PARKED[a.part] ?? ''} It is tried again every 10 minutes.`,
  'parked.message': (a: { id: string; title: string }): RichText =>
    rich`A message about ${a.title === '' ? 'an incident' : a.title}${a.id === '' ? '' : rich` (${code(a.id)})`} could not be sent and was set aside. If it was a call, nobody got it: look at the incident by hand.`,
};
