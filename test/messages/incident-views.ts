import type { IncidentView } from '../../src/messages/incident-view.ts';
import type { EscalationState, Incident, IncidentAlert } from '../../src/model/incident.ts';
import { hours, minutes } from '../../src/model/time.ts';
import { LEVELS } from '../escalation/policies.ts';

/** 03:12 in Seoul. */
export const STARTED = Date.UTC(2026, 10, 21, 18, 12);

export const PAGED = { users: [{ id: 'U0KIM', roles: ['primary'] }], usergroups: [], webhooks: [] };

export const TRIGGERED: EscalationState = {
  status: 'triggered',
  isQuiet: false,
  levelIndex: 0,
  repeats: 0,
  nextEscalationAt: STARTED + minutes(10),
  silencedUntil: null,
};

export const ACKNOWLEDGED: Extract<EscalationState, { status: 'acknowledged' }> = {
  status: 'acknowledged',
  isQuiet: false,
  by: 'U0KIM',
  at: STARTED + minutes(3),
  levelIndex: 0,
  remindAt: STARTED + minutes(33),
  handBackAt: STARTED + minutes(3) + hours(4),
  snoozedUntil: null,
  silencedUntil: null,
};

export const RESOLVED: Extract<EscalationState, { status: 'resolved' }> = {
  status: 'resolved',
  isQuiet: false,
  by: 'alertmanager',
  at: STARTED + minutes(23),
  levelIndex: 0,
};

export function alertOf(index: number, overrides: Partial<IncidentAlert> = {}): IncidentAlert {
  return {
    incidentId: 'inc_7f3a',
    fingerprint: `f${index}`,
    startsAt: '2026-11-21T18:12:00.5Z',
    status: 'firing',
    labels: {
      alertname: 'PrometheusTargetDown',
      cluster: 'cluster-01',
      severity: 'critical',
      job: 'node-exporter',
      instance: `10.0.0.${index}:9100`,
    },
    annotations: {},
    generatorUrl: 'http://prometheus.example/graph?g0.expr=up',
    firstSeenAt: STARTED,
    resolvedAt: null,
    ...overrides,
  };
}

export function viewOf(escalation: EscalationState, overrides: Partial<IncidentView> = {}, incident: Partial<Incident> = {}): IncidentView {
  return {
    incident: {
      id: 'inc_7f3a',
      revision: 4,
      source: 'default',
      groupKey: '{}:{}',
      title: 'PrometheusTargetDown',
      summary: 'Target node-exporter on 192.168.101.194:9100 is down',
      severity: 'critical',
      cluster: 'cluster-01',
      classId: null,
      labels: { alertname: 'PrometheusTargetDown', job: 'node-exporter' },
      annotations: { runbook_url: 'https://runbooks.example/target-down' },
      levels: LEVELS,
      escalation,
      openedAt: STARTED,
      updatedAt: STARTED + minutes(5),
      message: null,
      parentId: null,
      ...incident,
    },
    alerts: [alertOf(1), alertOf(2), alertOf(3)],
    counts: { firing: 3, resolved: 0 },
    truncatedAlerts: 0,
    paged: { recipients: PAGED, at: STARTED },
    acknowledgedAt: escalation.status === 'acknowledged' ? escalation.at : null,
    silence: null,
    children: [],
    childCount: 0,
    callable: [
      { level: 2, names: ['Lee', 'Park'] },
      { level: 3, names: ['Kim', 'Lee', 'Park', 'Choi'] },
    ],
    resolution: null,
    permalink: 'https://example.slack.com/archives/C1/p1',
    ...overrides,
  };
}
