/// <reference lib="dom" />
import type { EstateState } from '../state.ts';
import { drawMap } from './drawing.ts';
import { make, mark, place, post, show } from './elements.ts';
import { showAlerts, showBreaks, showClusters, showFaults } from './panels.ts';

const refreshMs = 1_000;

function isState(value: unknown): value is EstateState {
  return typeof value === 'object' && value !== null && 'clusters' in value && 'stores' in value;
}

function showClock(state: EstateState): void {
  const time = new Date(state.nowMs).toISOString().replace('T', ' ').slice(0, 19);
  const speed = state.speed === null ? '' : state.speed === 0 ? ' · paused' : ` · ${state.speed}×`;
  const act = (label: string, id: string, body: object): HTMLElement =>
    make('button', { type: 'button', 'data-testid': id, onclick: () => void post('clock', body) }, label);
  show('clock', [state.canSteer, state.speed, time], () => [
    make('span', { 'data-testid': 'time' }, `${time} UTC${speed}`),
    ...(state.canSteer
      ? [
          state.speed === 0 ? act('Resume', 'clock-resume', { resume: true }) : act('Pause', 'clock-pause', { pause: true }),
          act('+5 min', 'clock-step-5m', { stepMs: 300_000 }),
          act('+2 h', 'clock-step-2h', { stepMs: 7_200_000 }),
          act('1×', 'clock-speed-1', { speed: 1 }),
          act('60×', 'clock-speed-60', { speed: 60 }),
        ]
      : []),
  ]);
}

function showVerdict(state: EstateState): void {
  const sick = state.clusters.filter((cluster) => cluster.health !== 'ok').length;
  const fires = state.alerts.filter((alert) => alert.name !== 'Watchdog').length;
  const isWell = sick === 0 && fires === 0 && state.bucket.health === 'ok' && state.compactor.health === 'ok';
  const words = isWell ? 'Everything is well' : `${sick} clusters need a look, ${fires} alerts`;
  show('verdict', words, () => [mark(isWell ? 'ok' : 'critical', words)]);
}

async function refresh(): Promise<void> {
  try {
    const state: unknown = await (await fetch('/control/state')).json();
    if (!isState(state)) throw new Error('this is no state');
    showVerdict(state);
    showClock(state);
    drawMap(place('map'), state);
    showBreaks(state);
    showFaults(state);
    showAlerts(state);
    showClusters(state);
  } catch {
    show('verdict', 'away', () => [mark('critical', 'The sandbox does not answer')]);
  }
}

document.addEventListener('estate-changed', () => void refresh());
setInterval(() => void refresh(), refreshMs);
void refresh();
