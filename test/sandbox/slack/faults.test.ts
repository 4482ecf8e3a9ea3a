import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../../src/sandbox/slack/faults.ts';
import { openStage, type Stage } from './local-slack.ts';

describe('sandbox/slack/faults', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
  });

  afterEach(() => stage.slack.close());

  const post = () => stage.client.chat.postMessage({ channel: 'C0INCIDENT', text: 'x' });
  const count = () => stage.slack.control.messages('C0INCIDENT').length;

  it.each<[string, FaultEffect, unknown, number]>([
    ['429', { kind: 'rate-limited', retryAfterSeconds: 7 }, WebAPIRateLimitedError, 0],
    ['500', { kind: 'server-error' }, WebAPIHTTPError, 0],
    ['a refusal of choice', { kind: 'error', error: 'fatal_error' }, WebAPIPlatformError, 0],
    ['a page of HTML', { kind: 'html' }, WebAPIPlatformError, 0],
    ['a reset before anything was done', { kind: 'drop-before' }, WebAPIRequestError, 0],
    ['a reset after the message was stored', { kind: 'drop-after' }, WebAPIRequestError, 1],
  ])('answers one call with %s and the next one well', async (_, effect, kind, stored) => {
    stage.slack.control.orderFault({ method: 'chat.postMessage', effect, count: 1 });
    await expect(post()).rejects.toBeInstanceOf(kind);
    expect(count()).toBe(stored);
    await post();
    expect(count()).toBe(stored + 1);
    expect(stage.slack.control.faults()).toEqual([]);
  });

  it('cuts an answer in half after the message was stored', async () => {
    stage.slack.control.orderFault({ method: '*', effect: { kind: 'half-body' }, count: 1 });
    await expect(post()).rejects.toThrow();
    expect(count()).toBe(1);
  });

  it('never answers while a hang is on order', async () => {
    stage.slack.control.orderFault({ method: '*', effect: { kind: 'hang' } });
    const answer = fetch(`${stage.slack.apiUrl}api.test`, { method: 'POST', signal: AbortSignal.timeout(100) });
    await expect(answer).rejects.toThrow(/timeout/i);
    expect(stage.slack.control.calls('api.test')).toMatchObject([{ result: 'hang: hang', httpStatus: 0 }]);
  });

  it('waits before it does what was asked', async () => {
    stage.slack.control.orderFault({ method: 'chat.postMessage', effect: { kind: 'slow', delayMs: 60 }, count: 1 });
    const startedAt = performance.now();
    await post();
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it('lists what goes wrong with what it did, and ends one of several', async () => {
    const { control } = stage.slack;
    const always = control.orderFault({ method: 'chat.postMessage', effect: { kind: 'server-error' } });
    control.orderFault({ method: 'views.open', effect: { kind: 'hang' }, count: 2, durationMs: 60_000 });
    await expect(post()).rejects.toThrow();
    expect(control.faults()).toMatchObject([
      { id: always.id, hits: 1, callsLeft: null, msLeft: null },
      { method: 'views.open', hits: 0, callsLeft: 2, msLeft: expect.any(Number) },
    ]);
    control.endFault(always.id);
    await post();
    expect(control.faults()).toMatchObject([{ method: 'views.open' }]);
    expect(() => control.endFault(always.id)).toThrow(`There is no fault ${always.id}.`);
  });

  it('refuses a fault of a method that it does not have', () => {
    const order = () => stage.slack.control.orderFault({ method: 'chat.post', effect: { kind: 'hang' } });
    expect(order).toThrow(/There is no method chat\.post\. Known: .*chat\.postMessage/);
  });

  it('leaves other methods alone', async () => {
    stage.slack.control.orderFault({ method: 'chat.update', effect: { kind: 'server-error' } });
    await post();
    expect(count()).toBe(1);
  });
});
