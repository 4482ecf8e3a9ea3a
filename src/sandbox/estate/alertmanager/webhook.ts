import type { Notification } from './notification.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly token?: string | undefined;
  /** Real time after which a call without an answer is given up. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Posts a notification; resolves to the HTTP status, or to 0 when the receiver could not be reached or did not answer. */
export async function postNotification(target: WebhookTarget, notification: Notification): Promise<number> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Alertmanager/0.28.1',
        ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
      },
      body: JSON.stringify(notification),
      signal: AbortSignal.timeout(target.timeoutMs ?? defaultTimeoutMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
