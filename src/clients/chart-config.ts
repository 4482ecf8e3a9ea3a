import { readableChart } from '../model/chart.ts';
import type { Chart } from '../model/message.ts';

export type ChartTheme = 'light' | 'dark';

/** Told apart by people who see colours differently (Okabe and Ito), and light enough for both backgrounds. */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9'] as const;

const THEMES: Readonly<Record<ChartTheme, { readonly background: string; readonly text: string; readonly grid: string }>> = {
  light: { background: '#ffffff', text: '#1d1c1d', grid: '#e0e0e0' },
  dark: { background: '#1a1d21', text: '#e8e8e8', grid: '#3a3d42' },
};

/** Second sign beside the colour, so that lines differ in black and white too. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [12, 4, 2, 4]];

export function chartBackground(theme: ChartTheme): string {
  return THEMES[theme].background;
}

/** A chart as plain JSON of chart.js 4; without functions, so that a renderer elsewhere understands it too. */
export function chartConfig(chart: Chart, theme: ChartTheme): Readonly<Record<string, unknown>> {
  const { text, grid } = THEMES[theme];
  const { unit, series } = readableChart(chart);
  const axis = { grid: { color: grid }, ticks: { color: text, maxRotation: 0, autoSkip: true } };
  return {
    type: chart.type,
    data: {
      labels: chart.labels,
      datasets: series.map(({ name, values }, index) => ({
        label: name,
        data: values,
        borderColor: COLOURS[index % COLOURS.length],
        backgroundColor: COLOURS[index % COLOURS.length],
        borderDash: DASHES[index % DASHES.length],
        borderWidth: 2,
        pointRadius: chart.labels.length > 40 ? 0 : 2,
        // A gap stays a gap: a line drawn across it would show data that nobody has.
        spanGaps: false,
      })),
    },
    options: {
      animation: false,
      responsive: false,
      layout: { padding: 16 },
      plugins: {
        title: { display: chart.title !== '', text: chart.title, color: text, font: { size: 18 } },
        legend: { display: chart.series.length > 1, position: 'bottom', labels: { color: text } },
      },
      scales: {
        x: axis,
        y: { ...axis, beginAtZero: true, title: { display: unit !== '', text: unit, color: text } },
      },
    },
  };
}
