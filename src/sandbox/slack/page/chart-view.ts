/// <reference lib="dom" />
import { isJson, type Json, objects, text } from './block-context.ts';
import { make } from './element.ts';

const WIDTH = 520;
const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 30;
const COLOURS = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)', 'var(--chart-6)'];

interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly colour: string;
}

function svg(tag: string, attributes: Readonly<Record<string, string | number>>, ...children: readonly (Node | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

const colour = (index: number): string => COLOURS[index % COLOURS.length] ?? 'currentColor';

/** A `data_visualization` block as a drawing, with its numbers in the label for those who do not see it. */
export function chartView(block: Json): HTMLElement {
  const chart = isJson(block['chart']) ? block['chart'] : {};
  const isPie = chart['type'] === 'pie';
  const drawing = isPie ? pie(chart) : plot(chart);
  const names = isPie
    ? objects(chart['segments']).map((segment) => `${text(segment['label'])} ${number(Number(segment['value']))}`)
    : objects(chart['series']).map((one) => text(one['name']));
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `${text(block['title'])}: ${describe(chart)}`);
  return make(
    'figure',
    { class: 'chart', test: 'chart' },
    make('figcaption', {}, text(block['title'])),
    drawing,
    make(
      'div',
      { class: 'legend' },
      ...names.map((name, index) => make('span', { class: 'legend-item', style: { '--swatch': colour(index) } }, name)),
    ),
  );
}

const describe = (chart: Json): string =>
  [...objects(chart['segments']), ...objects(chart['series']).flatMap((one) => objects(one['data']))]
    .map((datum) => `${text(datum['label'])} ${number(Number(datum['value']))}`)
    .join(', ');

const number = (value: number): string => new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);

function plot(chart: Json): SVGElement {
  const axes = isJson(chart['axis_config']) ? chart['axis_config'] : {};
  const categories = Array.isArray(axes['categories']) ? axes['categories'].map(String) : [];
  const series = objects(chart['series']).map((one, index) => toSeries(one, categories, colour(index)));
  const numbers = series.flatMap((one) => one.values).filter((value) => value !== null);
  const isBar = chart['type'] === 'bar';
  const [low, high] = scale(numbers, isBar || chart['type'] === 'area');
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low));
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, categories.length);
  const x = (index: number): number => LEFT + step * (index + 0.5);
  const marks = series.flatMap((one, index) =>
    isBar ? bars(one, x, y, low, step, index, series.length) : line(one, x, y, chart['type'] === 'area' ? y(low) : null),
  );
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}` }, ...grid(low, high, y), ...labels(categories, x), ...marks);
}

function toSeries(one: Json, categories: readonly string[], shade: string): Series {
  const byLabel = new Map(objects(one['data']).map((datum) => [text(datum['label']), Number(datum['value'])]));
  return { name: text(one['name']), values: categories.map((category) => byLabel.get(category) ?? null), colour: shade };
}

/** Lowest and highest value of the axis: a little air around the data, and zero where areas are compared. */
function scale(values: readonly number[], fromZero: boolean): readonly [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (values.length === 0) {
    return [0, 1];
  }
  const air = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return [fromZero ? Math.min(0, low) : Math.max(Math.min(0, low), low - air), high + air];
}

function grid(low: number, high: number, y: (value: number) => number): readonly SVGElement[] {
  const ticks = [0, 1, 2, 3].map((index) => low + ((high - low) * index) / 3);
  return ticks.flatMap((tick) => [
    svg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick), class: 'grid' }),
    svg('text', { x: LEFT - 8, y: y(tick) + 4, class: 'tick', 'text-anchor': 'end' }, compactNumber(tick)),
  ]);
}

const compactNumber = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, notation: 'compact' }).format(value);

function labels(categories: readonly string[], x: (index: number) => number): readonly SVGElement[] {
  const every = Math.ceil(categories.length / 8);
  return categories.flatMap((category, index) =>
    index % every === 0 ? [svg('text', { x: x(index), y: HEIGHT - 8, class: 'tick', 'text-anchor': 'middle' }, category)] : [],
  );
}

function line(series: Series, x: (index: number) => number, y: (value: number) => number, floor: number | null): readonly SVGElement[] {
  const points = series.values.flatMap((value, index) => (value === null ? [] : [[x(index), y(value)] as const]));
  const path = points.map(([left, top], index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${top.toFixed(1)}`).join('');
  const first = points[0];
  const last = points.at(-1);
  const fill =
    floor === null || first === undefined || last === undefined
      ? []
      : [svg('path', { d: `${path}L${last[0]} ${floor}L${first[0]} ${floor}Z`, fill: series.colour, opacity: 0.2 })];
  const dots = points.map(([left, top]) => svg('circle', { cx: left, cy: top, r: 2.8, fill: series.colour }));
  return [...fill, svg('path', { d: path, fill: 'none', stroke: series.colour, 'stroke-width': 2, 'stroke-linejoin': 'round' }), ...dots];
}

function bars(
  series: Series,
  x: (index: number) => number,
  y: (value: number) => number,
  low: number,
  step: number,
  place: number,
  count: number,
): readonly SVGElement[] {
  const width = Math.min(36, (step * 0.7) / count);
  return series.values.flatMap((value, index) => {
    const left = x(index) - (width * count) / 2 + place * width;
    const floor = y(Math.max(0, low));
    const top = y(value ?? 0);
    return value === null
      ? []
      : [svg('rect', { x: left, y: Math.min(top, floor), width: width - 1.5, height: Math.abs(floor - top), rx: 2, fill: series.colour })];
  });
}

function pie(chart: Json): SVGElement {
  const segments = objects(chart['segments']).map((segment) => Number(segment['value']));
  const total = segments.reduce((sum, value) => sum + value, 0) || 1;
  let angle = -Math.PI / 2;
  const slices = segments.map((value, index) => {
    const sweep = Math.min((value / total) * 2 * Math.PI, 2 * Math.PI - 0.0001);
    const path = slice(angle, angle + sweep);
    angle += sweep;
    return svg('path', { d: path, fill: colour(index), class: 'slice' });
  });
  return svg('svg', { viewBox: '0 0 200 200', class: 'pie' }, ...slices);
}

function slice(from: number, to: number): string {
  const at = (angle: number): string => `${(100 + 90 * Math.cos(angle)).toFixed(2)} ${(100 + 90 * Math.sin(angle)).toFixed(2)}`;
  return `M100 100L${at(from)}A90 90 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}Z`;
}
