import { z } from 'zod';
import { readOption, readReference } from '../messages/reference.ts';
import type { Interaction } from '../model/message.ts';
import type { Click } from './interaction-router.ts';
import type { Submission } from './submission-router.ts';

/** Words that come back from our controls; the compiler asks for a new one here. */
const WORDS: Readonly<Record<Interaction, true>> = {
  acknowledge: true,
  unacknowledge: true,
  escalate: true,
  resolve: true,
  reopen: true,
  snooze: true,
  silence: true,
  confirm: true,
  cancel: true,
  approve: true,
  undo: true,
  details: true,
  run_again: true,
  post_to_channel: true,
  take_over: true,
  note: true,
  extend: true,
  run_action: true,
  call_level: true,
  menu: true,
  more: true,
  drill_seen: true,
  drill_note: true,
};

const isInteraction = (word: string): word is Interaction => Object.hasOwn(WORDS, word);

export const INTERACTIONS: readonly Interaction[] = Object.keys(WORDS).filter(isInteraction);

const blockActions = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({ channel_id: z.string().optional(), message_ts: z.string().optional(), is_ephemeral: z.boolean().optional() })
    .optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const viewSubmission = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(z.string(), z.object({ value: z.string().nullish(), selected_option: z.object({ value: z.string() }).nullish() })),
      ),
    }),
  }),
});

/** Reads a click, or `null` when it is not on a control of ours. Source: docs.slack.dev, block_actions payload. */
export function readClick(body: unknown): Click | null {
  const parsed = blockActions.safeParse(body);
  const [action] = parsed.success ? parsed.data.actions : [];
  const pressed = INTERACTIONS.find((word) => word === action?.action_id.replace(/:\d+$/, ''));
  if (!parsed.success || action === undefined || pressed === undefined) {
    return null;
  }
  const option = action.selected_option == null ? null : readOption(action.selected_option.value);
  const { interaction, choice } =
    pressed === 'menu' ? readMenu(option?.value ?? '') : { interaction: pressed, choice: option?.value ?? null };
  const reference = option?.reference ?? readReference(action.value ?? '');
  const { user, channel, container, trigger_id: triggerId } = parsed.data;
  return reference === null || interaction === undefined
    ? null
    : {
        interaction,
        reference,
        choice,
        userId: user.id,
        channelId: channel?.id ?? container?.channel_id ?? user.id,
        messageTs: container?.message_ts ?? null,
        isPrivate: container?.is_ephemeral ?? false,
        triggerId,
      };
}

/** An option of a menu is a word, and after a space what was chosen of it. */
function readMenu(value: string): { readonly interaction: Interaction | undefined; readonly choice: string | null } {
  const [word = '', ...rest] = value.split(' ');
  const interaction = INTERACTIONS.find((known) => known === word && known !== 'menu');
  return { interaction, choice: rest.length === 0 ? null : rest.join(' ') };
}

/** Whether a click was made on the Home tab, where no message can be answered. Source: docs.slack.dev, block_actions payload of a view. */
export function isOnHome(body: unknown): boolean {
  return z.object({ view: z.object({ type: z.literal('home') }) }).safeParse(body).success;
}

/** Reads a sent dialog, or `null` when it is not one of ours. Source: docs.slack.dev, view_submission payload. */
export function readSubmission(body: unknown): Submission | null {
  const parsed = viewSubmission.safeParse(body);
  const reference = parsed.success ? readReference(parsed.data.view.private_metadata) : null;
  if (!parsed.success || reference === null) {
    return null;
  }
  const { user, view } = parsed.data;
  const values = Object.entries(view.state.values).flatMap(([name, elements]) => {
    const [element] = Object.values(elements);
    const value = element?.selected_option?.value ?? element?.value;
    return value == null || value === '' ? [] : [[name, value] as const];
  });
  return { dialog: view.callback_id, reference, userId: user.id, values: Object.fromEntries(values) };
}

/** Teams that a payload says the person and the place belong to; a shared channel brings in people of another. */
export function teamsOf(body: unknown): readonly string[] {
  const parsed = z
    .object({
      team_id: z.string().optional(),
      team: z.object({ id: z.string() }).nullish(),
      user: z.object({ team_id: z.string().optional() }).optional(),
    })
    .safeParse(body);
  return parsed.success ? [parsed.data.team_id, parsed.data.team?.id, parsed.data.user?.team_id].filter((team) => team !== undefined) : [];
}

/** What makes this delivery one of a kind: an exact repetition has the same. */
export function deliveryKey(body: unknown): string | null {
  const parsed = z.object({ trigger_id: z.string().optional(), event_id: z.string().optional() }).safeParse(body);
  return parsed.success ? (parsed.data.trigger_id ?? parsed.data.event_id ?? null) : null;
}
