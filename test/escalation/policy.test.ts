import { describe, expect, it } from 'vitest';
import { classify, classifyGroup, policyFor, validateEscalation } from '../../src/escalation/policy.ts';
import { timelineLines } from '../../src/escalation/timeline.ts';
import { hours, minutes } from '../../src/model/time.ts';
import { escalationConfig } from './policies.ts';

const CONFIG = escalationConfig();

describe('escalation/policy', () => {
  it.each([
    ['a named alert', { alertname: 'PrometheusTargetDown', severity: 'critical' }, null, 'pod-crashloop', 1],
    ['an alert that only begins like a pattern', { alertname: 'KubePodCrashLoopingSoon' }, null, null, 1],
    ['a derived class', { alertname: 'ThanosSidecarNoUpload' }, 's3-down', 's3-down', 2],
    ['a class label', { alertname: 'BucketTampered', class: 'security-breach' }, null, 'security-breach', 3],
    ['the first of two rules that match', { alertname: 'PrometheusTargetDown', class: 'data-loss' }, null, 'pod-crashloop', 1],
    ['a derived class over a class label', { alertname: 'X', class: 'data-loss' }, 'cluster-down', 'cluster-down', 2],
    ['a class that no rule knows', { alertname: 'X' }, 'storm', 'storm', 1],
  ])('starts %s at its level', (_, labels, derived, classId, startLevel) => {
    expect(classify(labels, CONFIG, derived)).toMatchObject({ classId, startLevel });
  });

  it('needs every pattern of a rule to match, missing labels being empty', () => {
    const config = escalationConfig({ classes: [{ match: { alertname: 'A', tenant: '' }, class: 'untenanted', startLevel: 2 }] });

    expect(classify({ alertname: 'A' }, config).classId).toBe('untenanted');
    expect(classify({ alertname: 'A', tenant: 'b' }, config).classId).toBeNull();
  });

  it('does not take inherited properties for labels', () => {
    const config = escalationConfig({ classes: [{ match: { constructor: '.+' }, class: 'odd' }] });

    expect(classify({ alertname: 'A' }, config).classId).toBeNull();
  });

  it.each([
    ['critical', 'critical', false],
    ['warning', 'warning', false],
    ['info', 'info', true],
    ['none', 'info', true],
    ['CRITICAL', 'critical', false],
    ['page', 'warning', false],
    [undefined, 'warning', false],
  ])('reads severity %s as %s', (severity, expected, quiet) => {
    const labels = severity === undefined ? { alertname: 'A' } : { alertname: 'A', severity };

    expect(classify(labels, CONFIG)).toMatchObject({ severity: expected, quiet });
  });

  it('keeps a class quiet that is configured to be', () => {
    const config = escalationConfig({ classes: [{ match: { alertname: 'InfoInhibitor' }, quiet: true }] });

    expect(classify({ alertname: 'InfoInhibitor', severity: 'warning' }, config).quiet).toBe(true);
  });

  it('lets the alert with the highest level speak for a group, and the worst severity', () => {
    const group = [
      { alertname: 'PrometheusTargetDown', severity: 'critical' },
      { alertname: 'X', class: 'data-loss', severity: 'warning' },
      { alertname: 'Y', severity: 'info' },
    ];

    expect(classifyGroup(group, CONFIG)).toEqual({
      classId: 'data-loss',
      startLevel: 3,
      highestLevel: null,
      severity: 'critical',
      quiet: false,
    });
  });

  it('does not let an alert that pages nobody raise the level of its group', () => {
    const group = [
      { alertname: 'X', class: 'data-loss', severity: 'info' },
      { alertname: 'Y', severity: 'warning' },
    ];

    expect(classifyGroup(group, CONFIG)).toMatchObject({ startLevel: 1, quiet: false });
  });

  it.each<[string, readonly string[], number | null]>([
    ['bounded alerts', ['warning', 'warning'], 1],
    ['one alert without a bound', ['warning', 'critical'], null],
    ['one alert with a higher bound', ['warning', 'page'], 2],
    ['an alert that calls nobody besides', ['warning', 'info'], 1],
  ])('lets a group climb as far as its furthest alert: %s', (_, severities, highestLevel) => {
    const classes = [
      { match: { severity: 'warning' }, highestLevel: 1 },
      { match: { severity: 'page' }, highestLevel: 2 },
    ];
    const group = severities.map((severity) => ({ severity }));

    expect(classifyGroup(group, escalationConfig({ classes }))).toMatchObject({ highestLevel });
  });

  it('calls nobody for a group without alerts', () => {
    expect(classifyGroup([], CONFIG)).toEqual({ classId: null, startLevel: 1, highestLevel: null, severity: 'info', quiet: true });
  });

  it('reads the ladder of the configuration', () => {
    const policy = policyFor(CONFIG);

    expect(policy).toMatchObject({ reminderMs: minutes(30), handBackMs: hours(4) });
    expect(timelineLines(policy)).toEqual([
      'at once: Level 1 (primary)',
      'after 5m: Level 2 (secondary, lead)',
      'after 15m: Level 3 (everyone, external)',
      'after 30m: Level 3 (everyone, external) again',
    ]);
  });

  it('finds nothing wrong with a sound configuration', () => {
    expect(validateEscalation(CONFIG)).toEqual([]);
  });

  it.each([
    [
      'a level that names a stranger',
      { levels: [{ level: 1, notify: ['nobody'], ackTimeout: '5m' }], classes: [] },
      'escalation.levels[0].notify[0]',
      'nobody',
    ],
    [
      'levels that do not ascend',
      {
        levels: [
          { level: 2, notify: ['lead'], ackTimeout: '5m' },
          { level: 2, notify: ['lead'], ackTimeout: '5m' },
        ],
        classes: [],
      },
      'escalation.levels[1].level',
      '2',
    ],
    [
      'a repetition before the end',
      {
        levels: [
          { level: 1, notify: ['lead'], ackTimeout: '5m', repeat: true },
          { level: 2, notify: ['lead'], ackTimeout: '5m' },
        ],
        classes: [],
      },
      'escalation.levels[0].repeat',
      'true',
    ],
    ['a schedule that is not there', { schedules: {} }, 'escalation.team.primary.schedule', 'primary'],
    ['a start level that is not there', { classes: [{ match: { a: 'b' }, startLevel: 7 }] }, 'escalation.classes[0].startLevel', '7'],
    ['a highest level that is not there', { classes: [{ match: { a: 'b' }, highestLevel: 4 }] }, 'escalation.classes[0].highestLevel', '4'],
    [
      'a highest level below the start',
      { classes: [{ match: { a: 'b' }, startLevel: 2, highestLevel: 1 }] },
      'escalation.classes[0].highestLevel',
      '1',
    ],
    [
      'a day that does not exist',
      { schedules: { primary: { start: '2026-02-30T09:00', users: ['U1'] } } },
      'escalation.schedules.primary.start',
      '2026-02-30T09:00',
    ],
    [
      'an hour that does not exist',
      {
        team: {
          primary: { users: ['U1'] },
          secondary: { users: ['U1'] },
          lead: { users: ['U1'], hours: 'Mon 09:00-25:00' },
          everyone: { users: ['U1'] },
          external: { users: ['U1'] },
        },
      },
      'escalation.team.lead.hours',
      'Mon 09:00-25:00',
    ],
  ])('reports %s', (_, overrides, path, found) => {
    expect(validateEscalation(escalationConfig(overrides))).toEqual([expect.objectContaining({ path, found })]);
  });
});
