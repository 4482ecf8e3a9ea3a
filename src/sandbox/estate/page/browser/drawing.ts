/// <reference lib="dom" />
import type { EstateState } from '../state.ts';

const space = 'http://www.w3.org/2000/svg';

function shape(tag: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== '') element.textContent = text;
  return element;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly words: string;
  readonly health: string;
  readonly id: string;
}

const width = 190;
const height = 58;
const longest = 26;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

function box({ x, y, title, words, health, id }: Box): SVGElement {
  const group = shape('g', { 'data-testid': `map-${id}`, 'data-health': health });
  group.append(
    shape('rect', { x, y, width, height, rx: 10, class: `box ${health}` }),
    shape('text', { x: x + 12, y: y + 24 }, title),
    shape('text', { x: x + 12, y: y + 44, class: 'sub' }, cut(words)),
    shape('title', {}, `${title}: ${words}`),
  );
  return group;
}

function flow(from: readonly [number, number], to: readonly [number, number], health: string, label: string): SVGElement {
  const middle = (from[0] + to[0]) / 2;
  const line = shape('path', {
    d: `M ${from.join(' ')} C ${middle} ${from[1]}, ${middle} ${to[1]}, ${to.join(' ')}`,
    class: `flow ${health}`,
  });
  line.append(shape('title', {}, label));
  return line;
}

const maximumDrawn = 8;

/** Clusters on the left, the bucket and its compactor in the middle, Query on the right; the arrows are uploads and queries. */
export function drawMap(target: Element, state: EstateState): void {
  const clusters = state.clusters.slice(0, maximumDrawn);
  const total = Math.max(290, clusters.length * 72 + 10);
  target.setAttribute('viewBox', `0 0 1120 ${total}`);
  const parts: SVGElement[] = [];
  const queryY = total - height - 60;
  const store = state.stores.find((candidate) => candidate.type === 'store');
  for (const [index, cluster] of clusters.entries()) {
    const y = 8 + index * 72;
    const sidecars = state.stores.filter((candidate) => candidate.type === 'sidecar' && candidate.cluster === cluster.name);
    const isSeen = sidecars.length > 0 && sidecars.every((sidecar) => sidecar.health === 'ok');
    parts.push(flow([width + 12, y + height / 2], [440, 40], cluster.upload.health, `${cluster.name} uploads: ${cluster.upload.words}`));
    parts.push(
      flow(
        [width + 12, y + height / 2],
        [900, queryY + 30],
        isSeen ? 'ok' : 'critical',
        `Query asks ${cluster.name}: ${isSeen ? 'connected' : 'not reached'}`,
      ),
    );
    parts.push(box({ x: 10, y, title: cluster.name, words: cluster.words, health: cluster.health, id: cluster.name }));
  }
  const storeHealth = store === undefined ? 'critical' : state.bucket.health === 'critical' ? 'critical' : store.health;
  const queryHealth =
    state.stores.length === 0 ? 'critical' : state.stores.some((candidate) => candidate.health !== 'ok') ? 'warning' : 'ok';
  parts.push(flow([535, 12 + height], [900, queryY + 16], storeHealth, 'Query asks the store gateway'));
  parts.push(box({ x: 440, y: 12, title: 'S3 thanos-bucket', words: state.bucket.words, health: state.bucket.health, id: 'bucket' }));
  parts.push(box({ x: 700, y: 12, title: 'Compactor', words: state.compactor.words, health: state.compactor.health, id: 'compactor' }));
  parts.push(
    box({ x: 900, y: queryY, title: 'Thanos Query', words: `${state.stores.length} stores listed`, health: queryHealth, id: 'query' }),
  );
  target.replaceChildren(...parts);
}
