import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { DeliveryOutcome, Messenger } from '../ports.ts';
import { slackOutcome } from './slack-outcome.ts';

type UploadTarget = Parameters<Messenger['upload']>[0];
type UploadedFile = Parameters<Messenger['upload']>[1];

const shares = z.record(z.string(), z.array(z.looseObject({ ts: z.string().optional() })));
const completion = z.looseObject({
  files: z.array(
    z.looseObject({
      files: z
        .array(z.looseObject({ shares: z.looseObject({ public: shares.optional(), private: shares.optional() }).optional() }))
        .default([]),
    }),
  ),
});

/**
 * Shares a file in a channel or thread. Slack shares it some time after it has answered, so the address is often that of the thread,
 * and its `ts` empty outside one.
 */
export async function uploadFile(client: WebClient, target: UploadTarget, file: UploadedFile): Promise<DeliveryOutcome> {
  const content = { file: Buffer.from(file.bytes), filename: file.name, title: file.title, alt_text: file.altText };
  try {
    const answer = await client.filesUploadV2(
      target.threadTs === undefined
        ? { channel_id: target.channel, ...content }
        : { channel_id: target.channel, thread_ts: target.threadTs, ...content },
    );
    return { kind: 'delivered', address: { channel: target.channel, ts: sharedTs(answer, target.channel) ?? target.threadTs ?? '' } };
  } catch (failure) {
    return slackOutcome(failure);
  }
}

function sharedTs(answer: unknown, channel: string): string | null {
  const parsed = completion.safeParse(answer);
  const known = parsed.success ? parsed.data.files[0]?.files[0]?.shares : undefined;
  return (known?.public?.[channel] ?? known?.private?.[channel])?.[0]?.ts ?? null;
}
