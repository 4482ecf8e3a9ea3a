import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTrivy, readFindings } from '../../src/clients/trivy.ts';
import { patient } from './answering-server.ts';

// Written after aquasecurity/trivy v0.66, integration/testdata/alpine-39-high-critical.json.golden, cut to what tells findings apart.
const finding = (id: string, packageName: string, severity: string) => ({
  VulnerabilityID: id,
  PkgName: packageName,
  InstalledVersion: '1.1.20-r4',
  FixedVersion: '1.1.20-r5',
  SeveritySource: 'nvd',
  PrimaryURL: `https://avd.aquasec.com/nvd/${id.toLowerCase()}`,
  Severity: severity,
});
const REPORT = JSON.stringify({
  SchemaVersion: 2,
  ArtifactName: 'quay.io/thanos/thanos:v0.37.2',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'alpine', Name: '3.9.4', EOSL: true }, RepoDigests: [`quay.io/thanos/thanos@sha256:${'a'.repeat(64)}`] },
  Results: [
    {
      Target: 'quay.io/thanos/thanos:v0.37.2 (alpine 3.9.4)',
      Class: 'os-pkgs',
      Type: 'alpine',
      Vulnerabilities: [finding('CVE-2019-14697', 'musl', 'CRITICAL'), finding('CVE-2019-14697', 'musl-utils', 'CRITICAL')],
    },
    {
      Target: 'bin/thanos',
      Class: 'lang-pkgs',
      Type: 'gobinary',
      Vulnerabilities: [finding('CVE-2024-45338', 'golang.org/x/net', 'HIGH')],
    },
    { Target: 'bin/other', Class: 'lang-pkgs', Type: 'gobinary' },
  ],
});

const IMAGE = 'quay.io/thanos/thanos:v0.37.2';

/** A program in Trivy's place that notes how it was called; its body decides what it does. */
async function standIn(body: string) {
  const folder = await mkdtemp(join(tmpdir(), 'trivy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [binary, journal] = [join(folder, 'trivy'), join(folder, 'journal')];
  await writeFile(join(folder, 'report.json'), REPORT);
  const script = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const note = (what) => appendFileSync(${JSON.stringify(journal)}, JSON.stringify(what) + '\\n');
const print = () => process.stdout.write(readFileSync(${JSON.stringify(join(folder, 'report.json'))}));
const gate = ${JSON.stringify(join(folder, 'gate'))};
const image = process.argv.at(-1);
${body}
`;
  await writeFile(binary, script);
  await chmod(binary, 0o755);
  await writeFile(journal, '');
  const variables = { PATH: process.env['PATH'], HOME: folder, TRIVY_CACHE_DIR: folder, SLACK_BOT_TOKEN: 'xoxb-secret' };
  return {
    trivy: (timeoutMs = 20_000) => {
      const scanner = createTrivy({ binary, timeoutMs, variables });
      onTestFinished(() => scanner.close());
      return scanner;
    },
    journal: (): unknown[] =>
      readFileSync(journal, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    openGate: () => writeFile(join(folder, 'gate'), ''),
  };
}

const BEHIND_GATE = `note('begin ' + image);
const timer = setInterval(() => { if (existsSync(gate)) { clearInterval(timer); note('end ' + image); print(); } }, 5);`;

describe('clients/trivy', () => {
  it('counts findings by severity, once for each package', () => {
    expect(readFindings(REPORT)).toEqual({ critical: 2, high: 1 });
    expect(readFindings(JSON.stringify({ SchemaVersion: 2, ArtifactName: 'scratch' }))).toEqual({ critical: 0, high: 0 });
  });

  it.each(['', 'null', '{"SchemaVersion":3}', '[]', 'panic: runtime error'])(
    'takes %j for no report rather than for no findings',
    (text) => {
      expect(() => readFindings(text)).toThrow('its report cannot be read');
    },
  );

  it('passes the image as one word, and none of our secrets', async () => {
    const { trivy, journal } = await standIn('note({ argv: process.argv.slice(2), env: Object.keys(process.env) }); print();');

    expect(await trivy().scan(IMAGE, patient())).toEqual({ critical: 2, high: 1 });
    expect(journal()).toEqual([
      {
        argv: ['image', '--format', 'json', '--quiet', '--scanners', 'vuln', '--severity', 'CRITICAL,HIGH', '--timeout', '20s', IMAGE],
        env: expect.not.arrayContaining(['SLACK_BOT_TOKEN']),
      },
    ]);
  });

  it.each(['--config=/etc/shadow', '', 'a b', 'x;id', '$(id)'])('refuses %j, which is no image', async (image) => {
    const { trivy, journal } = await standIn('note(1);');

    await expect(trivy().scan(image, patient())).rejects.toMatchObject({ code: 'invalid' });
    expect(journal()).toEqual([]);
  });

  it('scans one image at a time, and the same one once for all who ask', async () => {
    const { trivy, journal, openGate } = await standIn(BEHIND_GATE);
    const scanner = trivy();
    const scans = ['a:1', 'b:1', 'a:1'].map((image) => scanner.scan(image, patient()));
    await openGate();

    expect(await Promise.all(scans)).toHaveLength(3);
    expect(journal()).toEqual(['begin a:1', 'end a:1', 'begin b:1', 'end b:1']);
  });

  it('goes on after whoever asked gave up, and hands the result to the next one', async () => {
    const { trivy, journal, openGate } = await standIn(BEHIND_GATE);
    const scanner = trivy();

    expect(await scanner.scan(IMAGE, AbortSignal.abort())).toBeNull();
    await openGate();

    expect(await scanner.scan(IMAGE, patient())).toEqual({ critical: 2, high: 1 });
    expect(journal()).toEqual([`begin ${IMAGE}`, `end ${IMAGE}`]);
  });

  it('tells a program that is not there apart', async () => {
    const scanner = createTrivy({ binary: '/nonexistent/trivy', timeoutMs: 1_000, variables: {} });

    await expect(scanner.scan(IMAGE, patient())).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    [
      'that fails',
      "console.error('2026-11-22 FATAL unable to find the image: MANIFEST_UNKNOWN'); process.exit(1);",
      20_000,
      { code: 'unavailable', details: { reason: expect.stringContaining('MANIFEST_UNKNOWN') } },
    ],
    ['that prints something else', "console.log('hello')", 20_000, { code: 'bad-response' }],
    ['that does not end', 'setInterval(() => {}, 1000);', 300, { code: 'timeout' }],
  ])('says what is wrong with a program %s', async (_name, body, timeoutMs, expected) => {
    const { trivy } = await standIn(body);

    await expect(trivy(timeoutMs).scan(IMAGE, patient())).rejects.toMatchObject(expected);
  });
});
