import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { objectsUnder } from './objects.ts';

const role = z.looseObject({
  kind: z.enum(['Role', 'ClusterRole']),
  rules: z.array(
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      verbs: z.array(z.string()),
      resourceNames: z.array(z.string()).min(1).optional(),
    }),
  ),
});
const rulesIn = (folder: string) => objectsUnder(folder).flatMap((object) => role.safeParse(object).data?.rules ?? []);
const readVerbs = new Set(['get', 'list', 'watch']);

describe('manifests/rbac', () => {
  it.each(['reader', 'writer', 'backup'])('%s has rules without a wildcard, escalation or exec', (folder) => {
    const rules = rulesIn(`manifests/rbac/${folder}`);
    const words = rules.flatMap((rule) => [...rule.apiGroups, ...rule.resources, ...rule.verbs, ...(rule.resourceNames ?? [])]);
    expect(rules.length).toBeGreaterThan(0);
    expect(words.filter((word) => /\*|^(bind|escalate|impersonate)$|pods\/(exec|attach|portforward)/.test(word))).toEqual([]);
  });

  it('reads nothing but what it must: no Secrets', () => {
    const rules = rulesIn('manifests/rbac/reader');
    expect(rules.flatMap((rule) => rule.verbs).filter((verb) => !readVerbs.has(verb))).toEqual([]);
    expect(rules.flatMap((rule) => rule.resources)).not.toContain('secrets');
  });

  it('proxies only to named Services', () => {
    const proxies = ['reader', 'writer'].flatMap((folder) =>
      rulesIn(`manifests/rbac/${folder}`).filter((rule) => rule.resources.includes('services/proxy')),
    );
    expect(proxies).toHaveLength(2);
    for (const rule of proxies) for (const name of rule.resourceNames ?? ['unnamed']) expect(name).toMatch(/^[a-z-]+:\d+$/);
  });

  it('runs commands only in named pods, and only by the role for disk use', () => {
    const [rule, ...others] = rulesIn('manifests/rbac/disk-use');
    expect(others).toEqual([]);
    expect(rule).toMatchObject({ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] });
    expect(rule?.resourceNames?.every((name) => /-\d$/.test(name))).toBe(true);
  });

  it('writes only to named objects', () => {
    expect(rulesIn('manifests/rbac/writer').filter((rule) => rule.resourceNames === undefined)).toEqual([]);
  });

  it('cannot scale a Prometheus by its scale subresource, which would re-shard it', () => {
    const resources = rulesIn('manifests/rbac/writer').flatMap((rule) => rule.resources);
    expect(resources).toContain('prometheuses');
    expect(resources).not.toContain('prometheuses/scale');
  });

  it('keeps Secrets in a role of their own', () => {
    expect(rulesIn('manifests/rbac/backup').some((rule) => rule.resources.includes('secrets'))).toBe(true);
    expect(rulesIn('manifests/rbac/writer').flatMap((rule) => rule.resources)).not.toContain('secrets');
  });

  it('binds every role to the one account of the bot', () => {
    const bindings = objectsUnder('manifests/rbac').filter((object) => object.kind.endsWith('Binding'));
    expect(bindings).toHaveLength(5);
    for (const binding of bindings)
      expect(binding['subjects']).toEqual([{ kind: 'ServiceAccount', name: 'thanos-chatops', namespace: 'monitoring' }]);
  });
});
