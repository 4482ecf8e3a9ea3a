import { code, type RichText, rich } from '../../../model/text.ts';

export const errors = {
  'error.internal': (a: { id: string }): RichText =>
    rich`Something went wrong on our side. Nothing is known to have changed. Tell the operators this id: ${code(a.id)}`,
  'error.upstream': (a: { place: string; reason: string }): RichText => rich`${a.place} did not give a usable answer: ${a.reason}`,
  'error.store-away': (): string => 'The store cannot be reached right now, so nothing was changed. Try again in a minute.',
  'webhook.oversize': (a: { source: string }): RichText =>
    rich`Alertmanager (${code(a.source)}) sent a notification larger than 32 MiB. It was refused, so its alerts are not known here. Look at Alertmanager itself and make its groups smaller (${code('group_by')}).`,
};
