import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { filesUnder, root } from './documents.ts';
import { prometheusRuleOf, ruleFiles, rulesFolder } from './rule-groups.ts';

const promtoolVersion = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
const isMissing = promtoolVersion.status !== 0;
if (isMissing) console.warn('promtool is not installed (apt-get install prometheus): the rule unit tests are skipped');

/** promtool reads plain rule files, and only Thanos knows `partial_response_strategy`. */
function writeRuleFile(path: string, folder: string): void {
  const groups = prometheusRuleOf(path).spec.groups.map(({ name, interval, rules }) => ({ name, interval, rules }));
  writeFileSync(join(folder, basename(path)), stringify({ groups }));
}

function promtool(folder: string, args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe.skipIf(isMissing)('manifests/rules under promtool', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
    for (const path of ruleFiles) writeRuleFile(path, folder);
    for (const path of filesUnder(`${rulesFolder}/tests`, '.yaml')) copyFileSync(join(root, path), join(folder, `test-${basename(path)}`));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes the syntax check', () => {
    const { status, output } = promtool(folder, ['check', 'rules', ...ruleFiles.map((path) => basename(path))]);
    expect(output).not.toContain('FAILED');
    expect(status).toBe(0);
  });

  it.each(filesUnder(`${rulesFolder}/tests`, '.yaml').map((path) => basename(path)))('passes %s', { timeout: 120_000 }, (name) => {
    const { status, output } = promtool(folder, ['test', 'rules', `test-${name}`]);
    expect(output).not.toContain('FAILED');
    expect(status).toBe(0);
  });

  it('notices a rule whose threshold is wrong', () => {
    const broken = mkdtempSync(join(tmpdir(), 'broken-'));
    const groups = prometheusRuleOf(`${rulesFolder}/thanos-rules.yaml`).spec.groups.map(({ name, rules }) => ({
      name,
      rules: rules.map((rule) => ({ ...rule, expr: rule.expr.replace('< 5', '< 3') })),
    }));
    writeFileSync(join(broken, 'thanos-rules.yaml'), stringify({ groups }));
    copyFileSync(join(root, rulesFolder, 'tests/annotations.yaml'), join(broken, 'test.yaml'));
    expect(promtool(broken, ['test', 'rules', 'test.yaml']).output).toContain('FAILED');
    rmSync(broken, { recursive: true });
  });
});
