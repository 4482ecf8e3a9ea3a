import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, filesUnder, root, text } from './documents.ts';
import { allRules, deadMetricsIn, kebab, prometheusRuleOf, ruleFiles, rulesFolder } from './rule-groups.ts';

const manualAlerts = ['ThanosSidecarNoUpload', 'ThanosQueryStoreUnhealthy', 'PrometheusTargetDown', 'S3StorageNearFull', 'PVCNearFull'];

describe('manifests/rules', () => {
  it.each(ruleFiles)('%s carries a label that some evaluator selects by', (path) => {
    const { labels } = prometheusRuleOf(path).metadata;
    expect(labels).toEqual(path.endsWith('ruler-rules.yaml') ? { role: 'thanos-ruler' } : { release: 'kube-prometheus-stack' });
  });

  it.each([...new Set(allRules.map((rule) => rule.alert))])('%s has a runbook, and the annotation leads to it', (alert) => {
    const file = `docs/runbooks/${kebab(alert)}.md`;
    expect(existsSync(join(root, file))).toBe(true);
    for (const rule of allRules.filter((each) => each.alert === alert))
      expect(rule.annotations.runbook_url).toBe(`https://github.com/miribit/thanos-chatops/blob/main/${file}`);
  });

  it('uses no metric that exists only in the manual', () => {
    expect(allRules.flatMap((rule) => deadMetricsIn(rule.expr))).toEqual([]);
  });

  it("ships the manual's five alerts", () => {
    expect(allRules.map((rule) => rule.alert)).toEqual(expect.arrayContaining(manualAlerts));
  });

  it('warns at 80 percent of the bucket and is critical at 90', () => {
    const storage = allRules.filter((rule) => rule.alert === 'S3StorageNearFull');
    expect(storage.map((rule) => [rule.labels.severity, rule.expr.trim().split(' ').at(-1)])).toEqual([
      ['warning', '0.8'],
      ['critical', '0.9'],
    ]);
  });

  it('keeps the alerts that are about absence out of the files for every cluster', () => {
    const everywhere = ['thanos-rules.yaml', 'thanos-backend-rules.yaml'].map((name) => `${rulesFolder}/${name}`);
    const expressions = everywhere.flatMap((path) => prometheusRuleOf(path).spec.groups).flatMap((group) => group.rules);
    expect(expressions.filter((rule) => rule.expr.includes('absent('))).toEqual([]);
  });

  it('has a promtool case that fires and one that stays quiet for every alert', () => {
    const cases = filesUnder(`${rulesFolder}/tests`, '.yaml').map(text).join('\n').split('- expr:');
    const untested = allRules.filter(({ alert }) => {
      const own = cases.filter((each) => each.includes(`alertname="${alert}", alertstate`));
      return !own.some((each) => each.includes('exp_samples: []')) || !own.some((each) => each.includes('exp_samples: [{'));
    });
    expect(untested.map((rule) => rule.alert)).toEqual([]);
  });

  it('parses as YAML, tests included', () => {
    for (const path of filesUnder(rulesFolder, '.yaml')) expect(documents(path)).toHaveLength(1);
  });
});
