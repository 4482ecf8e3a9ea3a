import { createMailCaller } from '../clients/outside-mail.ts';
import { createOutsideCaller } from '../clients/outside-webhook.ts';
import type { Config } from '../config/config.ts';
import type { OutsideCaller } from '../escalation/outside.ts';
import { outsideMail } from '../messages/outside-mail.ts';

/** Ways to people that do not lead through Slack, by the kind of address. */
export function createOutside({ environment, locale, timezone: timeZone }: Config): OutsideCaller {
  const webhook = createOutsideCaller();
  const { smtpUrl } = environment;
  const mail = smtpUrl === null ? NO_MAIL : createMailCaller({ smtpUrl, write: (call) => outsideMail(call, { locale, timeZone }) });
  return { call: (url, body) => (url.startsWith('mailto:') ? mail : webhook).call(url, body) };
}

const NO_MAIL: OutsideCaller = { call: async () => ({ kind: 'refused', reason: 'SMTP_URL is not set' }) };
