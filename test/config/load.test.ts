import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../src/config/environment.ts';
import { readConfig, readEnvironment } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { days, hours, minutes } from '../../src/model/time.ts';

const root = `${import.meta.dirname}/../..`;
const EXAMPLE = readFileSync(`${root}/thanos-chatops.example.yaml`, 'utf8');
const MINIMAL = `
slack: { channels: { digest: C1, incidents: C2 } }
clusters: [{ name: one, kubeconfig: /k }]
thanos: { query: { url: 'http://query:9090' } }
escalation:
  team: { primary: { users: [U1] } }
  levels: [{ level: 1, notify: [primary], ackTimeout: 5m }]
`;

const environment = readEnvironment({});

function problemsOf(text: string): string[] {
  try {
    readConfig(text, environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof ConfigError ? error.problems.map(({ path, found, expected }) => `${path}: found ${found}, ${expected}`) : [];
  }
}

describe('config/load', () => {
  it('reads the example that ships with the product', () => {
    const config = readConfig(EXAMPLE, environment);

    expect(config.clusters.map(({ name }) => name)).toEqual(['cluster-01', 'cluster-02', 'cluster-03', 'cluster-04']);
    expect(config.thanos.components.query).toEqual({
      cluster: 'cluster-01',
      namespace: 'monitoring',
      kind: 'deployment',
      name: 'thanos-query',
    });
    expect(config.thanos.query).toEqual({ kind: 'service', cluster: 'cluster-01', namespace: 'monitoring', service: 'thanos-query:9090' });
    expect(config.thanos.retention).toEqual({ raw: days(7), '5m': days(30), '1h': days(90) });
    expect(config.escalation.levels.map(({ ackTimeout }) => ackTimeout)).toEqual([minutes(5), minutes(10), minutes(15)]);
    expect(config.escalation.handBack).toBe(hours(4));
  });

  it('needs no more than channels, clusters, query and levels, and says what is off', () => {
    const config = readConfig(MINIMAL, environment);

    expect(config.clusters[0]?.expectedStores.map(({ type }) => type)).toEqual(['sidecar', 'store', 'rule']);
    expect(config.switchedOff).toContain('backup is not configured: no backups');
    expect(config.timezone).toBe('Asia/Seoul');
  });

  it('freezes everything', () => {
    const config = readConfig(MINIMAL, environment);

    expect(() => Reflect.set(config.clusters[0] ?? {}, 'name', 'two')).not.toThrow();
    expect(config.clusters[0]?.name).toBe('one');
  });

  it.each([
    ['of no form', 'webhook: hooks.example/S3CRET'],
    ['beside something wrong', 'webhook: "https://hooks.example/S3CRET", users: [nobody]'],
    ['without anybody', 'webhook: "https://hooks.example/S3CRET", hours: "Mon-Fri 09:00-18:00", usergroup: 7'],
  ])('never repeats the address of a member: %s', (_, member) => {
    const shown = problemsOf(MINIMAL.replace('primary: { users: [U1] }', `primary: { ${member} }`)).join('\n');

    expect(shown).toContain('escalation.team.primary');
    expect(shown).not.toContain('S3CRET');
  });

  it.each([
    ['an empty file', '', 'the whole file: found nothing, expected object'],
    ['a file that is not YAML', 'a: [', 'the whole file'],
    ['a missing channel', MINIMAL.replace('digest: C1,', ''), 'slack.channels.digest: found nothing, expected string'],
    [
      'a channel name instead of an id',
      MINIMAL.replace('C1', '"#ops"'),
      'slack.channels.digest: found "#ops", expected a Slack channel id such as C0123ABCD',
    ],
    [
      'a wrong duration',
      MINIMAL.replace('5m', '5 minutes'),
      'escalation.levels[0].ackTimeout: found "5 minutes", expected a duration such as 5m, 2h or 7d',
    ],
    ['no clusters', MINIMAL.replace(/clusters:.*/, 'clusters: []'), 'clusters: found a list of 0'],
    [
      'a cluster without a way in',
      MINIMAL.replace(', kubeconfig: /k', ''),
      'clusters[0]: found a group with name, expected either kubeconfig or inCluster: true',
    ],
    ['an unknown name', `${MINIMAL}\nslak: {}`, 'slak: found an unknown name'],
    [
      'two clusters of one name',
      MINIMAL.replace('}]', '}, { name: one, kubeconfig: /k }]'),
      'clusters[1].name: found one, expected a name that no other cluster has',
    ],
    [
      'a cluster that does not exist',
      MINIMAL.replace("url: 'http://query:9090'", "service: 'thanos-query:9090', cluster: two"),
      'thanos.query.cluster: found two, expected one of the clusters: one',
    ],
    ['a level for nobody', MINIMAL.replace('notify: [primary]', 'notify: [ghost]'), 'escalation.levels[0].notify'],
    [
      'a broken expression',
      `${MINIMAL}  classes: [{ match: { alertname: '(' } }]`,
      'escalation.classes[0].match.alertname: found "(", expected a regular expression',
    ],
    [
      'a time that no clock shows',
      `${MINIMAL}\nschedules: { digest: '99 9 * * *' }`,
      'schedules.digest: found "99 9 * * *", expected five cron fields such as "0 9 * * *"',
    ],
    ['a schedule in seconds', `${MINIMAL}\nschedules: { digest: '0 0 9 * * *' }`, 'schedules.digest: found "0 0 9 * * *"'],
    [
      'a name that stands twice',
      `${MINIMAL}\nescalation: {}`,
      'the whole file: found Map keys must be unique at line 9, column 1, expected YAML',
    ],
    [
      'aliases that multiply',
      ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...['b', 'c', 'd'].map((name, at) => `${name}: &${name} [${`*${'abc'[at]},`.repeat(10)}]`)].join(
        '\n',
      ),
      'the whole file: found Excessive alias count',
    ],
    ['a name that would change all objects', `${MINIMAL}\n__proto__: { polluted: true }`, '__proto__: found an unknown name'],
    ['an unknown time zone', `timezone: Mars/Olympus\n${MINIMAL}`, 'timezone: found "Mars/Olympus", expected an IANA time zone'],
  ])('refuses %s with path, found and expected', (_, text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  it('names the variable and never repeats a secret', () => {
    expect(() => readEnvironment({ SLACK_BOT_TOKEN: 'hunter2', HTTP_PORT: 'high' })).toThrow(
      'The environment cannot be used:\n  SLACK_BOT_TOKEN: found a value, expected a bot token that starts with xoxb-\n  HTTP_PORT: found "high", expected a port number',
    );
  });

  it.each(['AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQ', 'age1nonsense'])(
    'does not take %j as the public key of backups and never repeats it',
    (key) => {
      expect(() => readEnvironment({ BACKUP_RECIPIENT: key })).toThrow(
        'The environment cannot be used:\n  BACKUP_RECIPIENT: found a value, expected an age public key that starts with age1',
      );
    },
  );

  it('takes several webhook tokens and treats empty variables as absent', () => {
    const read = readEnvironment({ ALERT_WEBHOOK_TOKEN: 'old, new', SLACK_BOT_TOKEN: '', SLACK_API_URL: 'http://localhost:1/api' });

    expect(read.alertWebhookTokens.map((token) => token.reveal())).toEqual(['old', 'new']);
    expect(read.slackBotToken).toBeNull();
    expect(read.slackApiUrl).toBe('http://localhost:1/api/');
  });

  it('prints no secret, however it is printed', () => {
    const read = readEnvironment({ SLACK_BOT_TOKEN: 'xoxb-hunter2' });

    expect(`${read.slackBotToken} ${JSON.stringify(read)} ${inspect(read, { depth: 9, showHidden: true })}`).not.toContain('hunter2');
  });

  it('lists in .env.example exactly the variables that it reads', () => {
    const listed = [...readFileSync(`${root}/.env.example`, 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

    expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });
});
