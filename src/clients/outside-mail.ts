import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OutsideCall, OutsideCaller, OutsideOutcome } from '../escalation/outside.ts';
import type { OutsideMail } from '../messages/outside-mail.ts';
import type { Secret } from '../model/secret.ts';
import { type DurationMs, seconds } from '../model/time.ts';

export interface MailOptions {
  /** `smtp://` or `smtps://`, with `?from=` when the user of the address is not the sender. */
  readonly smtpUrl: Secret;
  readonly write: (call: OutsideCall) => OutsideMail;
  readonly deadlineMs?: DurationMs;
}

/** What nodemailer adds to its errors: its own code, and that of the server's answer. */
const failure = z.object({ code: z.string().optional(), responseCode: z.number().optional() });

/** Failures before any server has answered that waiting does not mend. */
const LASTING = ['EAUTH', 'EENVELOPE', 'EMESSAGE'];

/** Calls addresses of the form `mailto:somebody@example.com`. */
export function createMailCaller({ smtpUrl, write, deadlineMs = seconds(10) }: MailOptions): OutsideCaller {
  const address = new URL(smtpUrl.reveal());
  const from = senderOf(address);
  address.search = '';
  let opening: ReturnType<typeof openTransport> | null = null;
  return {
    call: async (url, body) => {
      try {
        opening ??= openTransport(address, deadlineMs);
        await (await opening).sendMail({
          ...write(body),
          from,
          to: { name: '', address: decodeURIComponent(url.slice('mailto:'.length)) },
          messageId: messageIdOf(body, address.hostname),
          priority: 'high',
          // No out-of-office notice comes back for it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { kind: 'taken' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** The library is loaded with the first mail: most processes never send one. */
async function openTransport({ href }: URL, deadlineMs: DurationMs) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url: href,
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    dnsTimeout: deadlineMs,
  });
}

/** The same for repetitions of one call, so that mail programs show them once. */
function messageIdOf({ id }: OutsideCall, host: string): string {
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${host}>`;
}

function senderOf({ searchParams, username, hostname }: URL): string {
  const user = decodeURIComponent(username);
  return searchParams.get('from') ?? (user.includes('@') ? user : `thanos-chatops@${hostname}`);
}

/** Servers answer 4xx for what may work later and 5xx for what never will. The error's own words can hold the address or the login. */
function outcomeOf(error: unknown): OutsideOutcome {
  const { code = 'failed', responseCode } = failure.catch({}).parse(error);
  const reason = responseCode === undefined ? code : `${code} ${responseCode}`;
  const isLasting = responseCode === undefined ? LASTING.includes(code) : responseCode >= 500;
  return isLasting ? { kind: 'refused', reason } : { kind: 'retry', reason, afterMs: null };
}
