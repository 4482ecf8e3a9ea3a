import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documents, filesUnder, root, text } from './documents.ts';
import { objectsUnder, theObject } from './objects.ts';

const kustomization = z.looseObject({
  resources: z.array(z.string()).default([]),
  patches: z.array(z.object({ path: z.string() })).default([]),
  configMapGenerator: z.array(z.looseObject({ files: z.array(z.string()) })).default([]),
});
const kustomizations = filesUnder('manifests', 'kustomization.yaml');
const isMissing = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).status !== 0;
if (isMissing) console.warn('kubectl is not installed: the kustomizations are checked but not built');

describe('manifests', () => {
  it.each(filesUnder('manifests', '.yaml'))('%s parses', (path) => {
    expect(documents(path).length).toBeGreaterThan(0);
  });

  it.each(kustomizations)('%s names only files that exist', (path) => {
    const { resources, patches, configMapGenerator } = kustomization.parse(documents(path)[0]);
    const generated = configMapGenerator.flatMap((each) => each.files).map((file) => file.split('=').at(-1) ?? file);
    const missing = [...resources, ...patches.map((patch) => patch.path), ...generated].filter(
      (file) => !existsSync(join(root, dirname(path), file)),
    );
    expect(missing).toEqual([]);
  });

  it.skipIf(isMissing).each(kustomizations)('%s builds', (path) => {
    const { status, stderr } = spawnSync('kubectl', ['kustomize', dirname(join(root, path))], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('applies no example Secret', () => {
    expect(text('manifests/base/kustomization.yaml')).not.toContain('secret.example.yaml');
    expect(text('manifests/base/secret.example.yaml')).not.toMatch(/xox[bp]-[0-9]|xapp-[0-9]|AKIA/);
  });

  it('gives every ServiceMonitor the label that the Prometheus of the chart selects by', () => {
    const monitors = objectsUnder('manifests').filter((object) => object.kind === 'ServiceMonitor');
    expect(monitors.length).toBeGreaterThan(0);
    for (const monitor of monitors) expect(monitor.metadata).toMatchObject({ labels: { release: 'kube-prometheus-stack' } });
  });

  it('lets Alertmanager and Prometheus in, and nobody else', () => {
    const policy = theObject('manifests/base', 'NetworkPolicy');
    const allowed = ['alertmanager', 'prometheus'].map((name) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } }));
    expect(policy['spec']).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [{ from: allowed, ports: [{ protocol: 'TCP', port: 8080 }] }],
    });
  });

  it('gives the query frontend a response cache, without which it caches nothing', () => {
    const yaml = text('manifests/query-frontend/deployment.yaml');
    expect(yaml).toContain('--query-range.response-cache-config=type: IN-MEMORY');
  });
});
