import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS, checkById } from '../../src/checks/registry.ts';
import { titles as english } from '../../src/messages/catalogue/en/check-titles.ts';

const RUNBOOKS = join(import.meta.dirname, '../../docs/runbooks');
const ids = CHECKS.map((check) => check.id);

describe('checks/registry', () => {
  it('names every check once', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(checkById('s3-upload')?.scope).toBe('cluster');
    expect(checkById('nonsense')).toBeUndefined();
  });

  it('has a title for every check and none to spare', () => {
    expect(Object.keys(english).toSorted()).toEqual(ids.toSorted());
  });

  it.each(CHECKS.map((check) => [check.id, check] as const))('sends %s to a runbook that exists', (_id, { remedy }) => {
    expect(remedy.kind === 'runbook' && existsSync(join(RUNBOOKS, `${remedy.id}.md`))).toBe(true);
  });

  it('begins the daily round with the six of the manual', () => {
    const daily = CHECKS.filter((check) => check.cadence === 'daily').map((check) => check.id);

    expect(daily.slice(0, 6)).toEqual(['pods', 's3-upload', 'stores', 'alerts', 'disk', 'bucket']);
    expect(readdirSync(RUNBOOKS)).toEqual(expect.arrayContaining(ids.map((id) => `${id}.md`)));
  });
});
