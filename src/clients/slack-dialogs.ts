import { renderDialog } from '../messages/dialog-view.ts';
import type { DurationMs } from '../model/time.ts';
import type { Dialogs } from '../ports.ts';
import { createSlackClient, type SlackLogin } from './slack-client.ts';
import { slackOutcome } from './slack-outcome.ts';
import { upstreamError } from './upstream.ts';

/**
 * Opens dialogs.
 *
 * @throws UpstreamError when Slack does not open it; a trigger is good for 3 s and one dialog, so a retry cannot help.
 */
export function createSlackDialogs(
  login: SlackLogin,
  options: { readonly timeZone: string; readonly newBlocks: boolean; readonly deadlineMs?: DurationMs },
): Dialogs {
  const client = createSlackClient(login, options.deadlineMs ?? 3_000);
  return {
    async open(triggerId, dialog) {
      try {
        await client.views.open({ trigger_id: triggerId, view: renderDialog(dialog, options) });
      } catch (failure) {
        const { kind, reason } = slackOutcome(failure);
        const code = kind === 'refused' ? 'invalid' : 'unavailable';
        throw upstreamError(
          code,
          { system: 'slack' },
          { reason: `the dialog did not open: ${reason}`, isRetryable: false, cause: failure },
        );
      }
    },
  };
}
