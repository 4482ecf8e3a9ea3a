import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filesUnder, text } from './documents.ts';
import { deadMetricsIn } from './rule-groups.ts';

const source = z.object({ type: z.literal('prometheus'), uid: z.literal('${' + 'datasource}') });
const panel = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('row'), id: z.number(), title: z.string() }),
  z.looseObject({
    type: z.enum(['stat', 'gauge', 'bargauge', 'timeseries']),
    id: z.number(),
    title: z.string(),
    datasource: source,
    targets: z.array(z.looseObject({ datasource: source, expr: z.string().min(1), refId: z.string() })).min(1),
  }),
]);
const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  panels: z.array(panel),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
});
const files = filesUnder('manifests/dashboards', '.json');
const load = (path: string) => dashboard.parse(JSON.parse(text(path)));

describe('manifests/dashboards', () => {
  it("has the manual's three dashboards", () => {
    expect(files.map((path) => basename(path))).toEqual(['multi-cluster-resource.json', 'storage.json', 'thanos-overview.json']);
    expect(files.map((path) => load(path).title)).toEqual(['Multi-Cluster Resource', 'Storage', 'Thanos Overview']);
  });

  it.each(files)('%s asks for its data source by a variable', (path) => {
    expect(load(path).templating.list).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'datasource', type: 'datasource' })]),
    );
  });

  it.each(files)('%s gives every panel an id of its own', (path) => {
    const ids = load(path).panels.map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(files)('%s uses no metric that exists only in the manual', (path) => {
    const expressions = load(path).panels.flatMap((each) => (each.type === 'row' ? [] : each.targets.map((target) => target.expr)));
    expect(expressions.flatMap(deadMetricsIn)).toEqual([]);
  });
});
