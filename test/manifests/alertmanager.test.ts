import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documents, text } from './documents.ts';

const route = z.looseObject({ receiver: z.string(), matchers: z.array(z.string()).default([]), continue: z.boolean().default(false) });
const values = z.looseObject({
  alertmanager: z.looseObject({
    config: z.looseObject({
      route: route.extend({ group_by: z.array(z.string()), routes: z.array(route) }),
      receivers: z.array(z.looseObject({ name: z.string() })),
    }),
  }),
});
const { route: top, receivers } = values.parse(documents('manifests/alertmanager/values.yaml')[0]).alertmanager.config;
const childFor = (alertname: string) => top.routes.filter((child) => child.matchers.some((matcher) => matcher.includes(alertname)));

describe('manifests/alertmanager', () => {
  it('groups by cluster, alert and severity', () => {
    expect([top.receiver, top.group_by]).toEqual(['slack-bot', ['cluster', 'alertname', 'severity']]);
  });

  it('tells the bot of resolved alerts, with a token read from a file', () => {
    expect(receivers.find((receiver) => receiver.name === 'slack-bot')).toMatchObject({
      webhook_configs: [
        { send_resolved: true, http_config: { authorization: { type: 'Bearer', credentials_file: expect.stringContaining('/token') } } },
      ],
    });
  });

  it('sends the watchdog to the bot every minute', () => {
    expect(childFor('Watchdog')).toMatchObject([{ receiver: 'slack-bot', repeat_interval: '1m' }]);
  });

  it("sends the bot's own alerts by a way that is not the bot, and then to the bot too", () => {
    expect(childFor('ThanosChatops')).toMatchObject([{ receiver: 'second-way', continue: true }]);
    expect(receivers.find((receiver) => receiver.name === 'second-way')).not.toHaveProperty('webhook_configs');
    expect(top.routes.at(-1)).toMatchObject({ receiver: 'slack-bot', matchers: [] });
  });

  it('routes to receivers that exist', () => {
    const names = receivers.map((receiver) => receiver.name);
    expect([top, ...top.routes].filter((each) => !names.includes(each.receiver))).toEqual([]);
  });

  it('says the same as a custom resource', () => {
    expect(documents('manifests/alertmanager/alertmanager-config.yaml')[0]).toMatchObject({
      kind: 'AlertmanagerConfig',
      spec: {
        route: { groupBy: top.group_by, routes: [{ receiver: 'second-way' }, { receiver: 'slack-bot' }, { receiver: 'slack-bot' }] },
      },
    });
    expect(text('manifests/alertmanager/alertmanager-config.yaml')).not.toMatch(/credentials: [A-Za-z0-9]/);
  });
});
