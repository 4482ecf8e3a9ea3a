/// <reference lib="dom" />
import type { ClusterState, EstateState } from '../state.ts';
import { make, mark, post, show } from './elements.ts';

const button = (id: string, label: string, act: () => void): HTMLElement =>
  make('button', { type: 'button', 'data-testid': id, onclick: act }, label);

/** The cluster that the buttons of the break panel mean. */
let chosen = '';

export function showBreaks(state: EstateState): void {
  const names = state.clusters.map((cluster) => cluster.name);
  if (!names.includes(chosen)) chosen = names[1] ?? names[0] ?? '';
  show('breaks', [names, state.scenarios, state.slack === null], () => [
    chooser(names),
    row(
      button('break-cut', 'Cut off', () => post('cluster-cut', { cluster: chosen, mode: 'refuse' })),
      button('break-hang', 'API hangs', () => post('cluster-cut', { cluster: chosen, mode: 'hang' })),
      button('break-node', 'Node down', () => post('node-down', { cluster: chosen })),
      button('break-uploads', 'Stop uploads', () => post('uploads-stopped', { cluster: chosen })),
      button('break-disk', 'Fill disk', () => post('disk-full', { cluster: chosen, target: '/', percent: 96 })),
      button('break-labels', 'Copy labels of cluster-01', () => post('same-labels', { cluster: chosen, target: 'cluster-01' })),
    ),
    make('p', { class: 'soft' }, 'The whole estate'),
    row(
      button('break-s3', 'S3 503', () => post('s3-down', { mode: '503' })),
      button('break-s3-hang', 'S3 hangs', () => post('s3-down', { mode: 'hang' })),
      button('break-s3-key', 'S3 key expired', () => post('s3-down', { mode: '403' })),
      button('break-bucket', 'Fill bucket', () => post('bucket-full', { percent: 93 })),
      button('break-compactor', 'Halt compactor', () => post('compactor-halt', {})),
      button('break-slow', 'Slow queries', () => post('slow-queries', {})),
      button('break-block', 'Lose a block', () => post('block-lost', {})),
      button('break-alert', 'Fire an alert', () => post('alert', { cluster: chosen, target: 'SandboxAlert' })),
    ),
    ...(state.slack === null ? [] : slackBreaks()),
    make('p', { class: 'soft' }, 'Stories'),
    row(
      ...state.scenarios.map((scenario) =>
        button(`play-${scenario.name}`, scenario.title, () => post('scenario', { name: scenario.name })),
      ),
    ),
  ]);
}

const slackBreaks = (): readonly HTMLElement[] => [
  make('p', { class: 'soft' }, 'Slack'),
  row(
    ...[
      ['429', 'Rate limit'],
      ['500', 'Server error'],
      ['slow', 'Slow'],
      ['nothing', 'Never answers'],
      ['reset', 'Resets connections'],
      ['dropped', 'Takes it, then resets'],
    ].map(([mode = '', label = '']) => button(`slack-${mode}`, label, () => post('slack', { mode }))),
  ),
];

const row = (...children: HTMLElement[]): HTMLElement => make('div', { class: 'row' }, ...children);

function chooser(names: readonly string[]): HTMLElement {
  const select = document.createElement('select');
  select.dataset['testid'] = 'break-cluster';
  select.setAttribute('aria-label', 'Cluster to break');
  for (const name of names) select.append(new Option(name, name, name === chosen, name === chosen));
  select.addEventListener('change', () => {
    chosen = select.value;
  });
  return row(select);
}

export function showFaults(state: EstateState): void {
  show('open', [state.faults, state.running, state.slack], () => {
    const slack = state.slack ?? [];
    if (state.faults.length === 0 && slack.length === 0) return [make('p', { class: 'soft' }, 'Nothing is broken.')];
    const entries = state.faults.map((fault) => {
      const words = [fault.kind, fault.cluster, fault.target, fault.mode, fault.percent === undefined ? undefined : `${fault.percent} %`];
      return faultEntry(fault.id, fault.kind, words.filter((word) => word !== undefined).join(' · '));
    });
    entries.push(...slack.map(({ id, words }) => faultEntry(id, 'slack', `slack · ${words}`)));
    return [...entries, row(button('mend-all', 'Mend everything', () => post('mend', { all: true })))];
  });
}

const faultEntry = (id: string, kind: string, words: string): HTMLElement =>
  make(
    'div',
    { class: 'entry', 'data-testid': `fault-${kind}` },
    make('span', {}, words),
    make(
      'button',
      { type: 'button', 'data-testid': `mend-${id}`, 'aria-label': `Mend ${words}`, onclick: () => post('mend', { id }) },
      'Mend',
    ),
  );

export function showAlerts(state: EstateState): void {
  const alerts = state.alerts.filter((alert) => alert.name !== 'Watchdog');
  show('alerts', [alerts, state.webhook], () => {
    const delivered =
      state.webhook === null ? 'No webhook is set.' : `${state.webhook.delivered} notifications delivered, ${state.webhook.failed} failed.`;
    const entries = alerts.map((alert) => {
      const health = alert.severity === 'critical' ? 'critical' : 'warning';
      const words = make('span', {}, alert.name, make('br', {}), make('span', { class: 'soft' }, `${alert.cluster} · ${alert.summary}`));
      return make(
        'div',
        { class: 'entry', 'data-testid': `alert-${alert.name}` },
        words,
        mark(health, alert.state === 'silenced' ? 'silenced' : alert.severity),
      );
    });
    const none = make('p', { class: 'soft' }, 'Nothing fires but the watchdog.');
    return [...(entries.length === 0 ? [none] : entries), make('p', { class: 'soft' }, delivered)];
  });
}

export function showClusters(state: EstateState): void {
  show('clusters', state.clusters, () => state.clusters.map(clusterCard));
}

const opened = new Set<string>();

function clusterCard(cluster: ClusterState): HTMLElement {
  const details = make(
    'details',
    {},
    make('summary', {}, `${cluster.pods.length} pods`),
    ...cluster.pods.map((pod) => podEntry(cluster.name, pod)),
  );
  if (details instanceof HTMLDetailsElement) {
    details.open = opened.has(cluster.name);
    details.addEventListener('toggle', () => (details.open ? opened.add(cluster.name) : opened.delete(cluster.name)));
  }
  const fullest = [...cluster.disks].sort((a, b) => b.percent - a.percent).slice(0, 2);
  return make(
    'article',
    { class: 'cluster', 'data-testid': `cluster-${cluster.name}` },
    make(
      'div',
      { class: 'entry' },
      make('h3', {}, `${cluster.name} `, make('span', { class: 'soft' }, `${cluster.role} · ${cluster.node}`)),
      mark(cluster.health, cluster.words),
    ),
    make(
      'div',
      { class: 'entry' },
      make('span', { class: 'soft' }, 'Uploads'),
      mark(cluster.upload.health, cluster.upload.health === 'ok' ? 'every two hours' : 'failing'),
    ),
    ...fullest.map((disk) =>
      make('div', { class: 'entry' }, make('span', { class: 'soft' }, disk.name), mark(disk.health, `${disk.percent} %`)),
    ),
    details,
  );
}

function podEntry(cluster: string, pod: ClusterState['pods'][number]): HTMLElement {
  const restarts = pod.restarts > 0 ? ` (${pod.restarts} restarts)` : '';
  const actions = row(
    button(`crash-${cluster}-${pod.name}`, 'Crash', () => post('pod-crash', { cluster, target: pod.name })),
    button(`unready-${cluster}-${pod.name}`, 'Not ready', () => post('pod-not-ready', { cluster, target: pod.name })),
    button(`image-${cluster}-${pod.name}`, 'Bad image', () => post('pod-image', { cluster, target: pod.name })),
    button(`delete-${cluster}-${pod.name}`, 'Delete', () => post('delete-pod', { cluster, target: pod.name })),
  );
  return make(
    'div',
    { 'data-testid': `pod-${cluster}-${pod.name}` },
    make('div', { class: 'entry' }, make('span', {}, pod.name), mark(pod.health, `${pod.phase}${restarts}`)),
    actions,
  );
}
