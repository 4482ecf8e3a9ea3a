import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { text } from './documents.ts';

const manifestText = text('manifests/slack-app.yaml');
const validate = new Ajv({ allErrors: true, formats: { uri: true } }).compile(
  z.record(z.string(), z.unknown()).parse(JSON.parse(text('manifests/slack-app.schema.json'))),
);
const manifest = z
  .looseObject({
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    features: z.looseObject({ slash_commands: z.array(z.looseObject({ command: z.string(), should_escape: z.boolean() })) }),
    settings: z.looseObject({
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    }),
  })
  .parse(parse(manifestText));

describe('manifests/slack-app.yaml', () => {
  it("keeps Slack's limits", () => {
    expect([validate(parse(manifestText)), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['a misspelt key', manifestText.replace('should_escape', 'should_excape')],
    ['a name over 35 characters', manifestText.replace('name: Thanos Ops', `name: ${'x'.repeat(36)}`)],
    ['a description over 140 characters', manifestText.replace('description: Thanos health digest', `description: ${'x'.repeat(141)}`)],
    ['a command without its slash', manifestText.replace('command: /thanos', 'command: thanos')],
    ['a scope twice', manifestText.replace('- commands', '- chat:write')],
  ])('would be refused with %s', (_, changed) => {
    expect(changed).not.toBe(manifestText);
    expect(validate(parse(changed))).toBe(false);
  });

  it('asks for no scope beyond what its features use', () => {
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([
      'app_mentions:read',
      'channels:history',
      'chat:write',
      'commands',
      'dnd:read',
      'files:read',
      'files:write',
      'groups:history',
      'usergroups:read',
      'users:read',
    ]);
  });

  it('subscribes to what it listens to, private channels too', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(
      expect.arrayContaining(['app_home_opened', 'app_mention', 'message.channels', 'message.groups']),
    );
  });

  it('has one escaped command and uses Socket Mode with tokens that stay', () => {
    expect(manifest.features.slash_commands).toMatchObject([{ command: '/thanos', should_escape: true }]);
    expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, token_rotation_enabled: false });
  });
});
