import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultWorkspace } from '../../../src/sandbox/slack/workspace.ts';

describe('sandbox/slack/workspace', () => {
  const manifest = parse(readFileSync('manifests/slack-app.yaml', 'utf8'));

  it('grants the scopes, events and commands that the manifest asks for, and no others', () => {
    expect(defaultWorkspace.botScopes).toEqual([...manifest.oauth_config.scopes.bot].sort());
    expect([...defaultWorkspace.events].sort()).toEqual([...manifest.settings.event_subscriptions.bot_events].sort());
    expect(
      defaultWorkspace.commands.map(({ command, description, usageHint, shouldEscape }) => ({
        command,
        description,
        usage_hint: usageHint,
        should_escape: shouldEscape,
      })),
    ).toEqual(manifest.features.slash_commands);
  });

  it('calls the bot as the manifest does', () => {
    const bot = defaultWorkspace.people.find(({ id }) => id === defaultWorkspace.app.botUserId);
    expect(bot?.displayName).toBe(manifest.features.bot_user.display_name);
  });
});
