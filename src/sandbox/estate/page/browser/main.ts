/// <reference lib="dom" />
import type { EstateState } from '../state.ts';
import { drawMap } from './drawing.ts';
import { make, mark, place, post, show } from './elements.ts';
import { showAlerts, showBreaks, showClusters, showFaults } from './panels.ts';

const secondMs = 1_000;

function isState(value: unknown): value is EstateState {
  return typeof value === 'object' && value !== null && 'clusters' in value && 'stores' in value;
}

/** The last state with the browser's own time at which it came, to count on from. */
let last: { readonly state: EstateState; readonly at: number } | undefined;

function showClock({ state, at }: NonNullable<typeof last>): void {
  const nowMs = state.nowMs + (performance.now() - at) * (state.speed ?? 0);
  const time = new Date(nowMs).toISOString().replace('T', ' ').slice(0, 19);
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
  const isSlackWell = (state.slack ?? []).length === 0;
  const isWell = sick === 0 && fires === 0 && state.bucket.health === 'ok' && state.compactor.health === 'ok' && isSlackWell;
  const clusters = `${sick} ${sick === 1 ? 'cluster needs' : 'clusters need'} a look, ${fires} ${fires === 1 ? 'alert' : 'alerts'}`;
  const words = isWell ? 'Everything is well' : `${clusters}${isSlackWell ? '' : ', Slack is in trouble'}`;
  show('verdict', words, () => [mark(isWell ? 'ok' : 'critical', words)]);
}

function showState(state: EstateState): void {
  last = { state, at: performance.now() };
  showVerdict(state);
  showClock(last);
  drawMap(place('map'), state);
  showBreaks(state);
  showFaults(state);
  showAlerts(state);
  showClusters(state);
}

const showAway = (): void => show('verdict', 'away', () => [mark('critical', 'The sandbox does not answer')]);

function take(text: string): void {
  const state: unknown = JSON.parse(text);
  if (isState(state)) showState(state);
}

/** Asks once: what somebody just did shows at once. */
async function refresh(): Promise<void> {
  try {
    take(await (await fetch('/control/state')).text());
  } catch {
    showAway();
  }
}

let stream: EventSource | undefined;

/** A page that nobody sees listens to nothing. */
function listen(): void {
  stream?.close();
  stream = undefined;
  if (document.visibilityState === 'hidden') return;
  stream = new EventSource('/control/events');
  stream.addEventListener('message', (event) => take(event.data));
  stream.addEventListener('error', showAway);
}

document.addEventListener('estate-changed', () => void refresh());
document.addEventListener('visibilitychange', listen);
setInterval(() => {
  if (last !== undefined && last.state.speed !== 0) showClock(last);
}, secondMs);
listen();
