import { code, type RichText, rich } from '../../../model/text.ts';

export const incident = {
  'incident.payloadNotObject': (): string => 'The body is not a JSON object of the Alertmanager webhook, version 4.',
  'incident.payloadVersion': (a: { path: string }): RichText =>
    rich`${code(a.path)} must be "4", the version of the Alertmanager webhook that is understood.`,
  'incident.payloadField': (a: { path: string }): RichText =>
    rich`${code(a.path)} is missing or not what version 4 of the Alertmanager webhook has there.`,
};
