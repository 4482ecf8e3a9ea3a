import { describe, expect, it } from 'vitest';
import { evaluate, grafanaUsers } from '../../../src/checks/security/grafana-users.ts';
import { UpstreamError } from '../../../src/model/errors.ts';
import { days } from '../../../src/model/time.ts';
import { evaluateContext, NOW, testConfig } from '../config.ts';
import { checkContext } from '../context.ts';
import { told } from '../told.ts';

const user = { login: 'minjun', name: '김민준', role: 'Editor', isDisabled: false, lastSeenAt: NOW - days(2) };

describe('checks/security/grafana-users', () => {
  it('names people who have not come for 90 days, and the admins', () => {
    const users = [user, { ...user, login: 'former', lastSeenAt: NOW - days(140) }, { ...user, login: 'admin', role: 'Admin' }];

    const verdict = evaluate(users, evaluateContext('*'));

    expect(verdict).toMatchObject({ status: 'warning', summary: { args: { unused: ['former'], count: 3, admins: ['admin'] } } });
    expect(told(verdict)[0]).toMatchObject({ label: 'former (Editor)', value: 'last seen 140d ago', status: 'warning' });
  });

  it('takes somebody who never logged in for unused, and leaves out who is disabled', () => {
    const users = [
      { ...user, login: 'invited', lastSeenAt: null },
      { ...user, login: 'gone', isDisabled: true, lastSeenAt: null },
    ];

    expect(evaluate(users, evaluateContext('*')).summary.args).toMatchObject({ unused: ['invited'], count: 1 });
  });

  it('says what to set when Grafana stands behind the proxy of an API server', async () => {
    const config = testConfig((yaml) => `${yaml}grafana: { service: "kube-prometheus-stack-grafana:80" }\n`);
    const refuse = (system: string) => () =>
      Promise.reject(new UpstreamError('unauthorized', { system, retryable: false, reason: 'answered 401' }));

    const run = (system: string) => grafanaUsers.run(checkContext({ config, grafana: { users: refuse(system) } }));

    expect(await run('grafana')).toMatchObject({ status: 'unknown', summary: { id: 'checks.grafana-proxied' } });
    await expect(run('kubernetes')).rejects.toThrow('answered 401');
  });

  it('is unknown without a Grafana', () => {
    expect(evaluate(null, evaluateContext('*')).status).toBe('unknown');
  });
});
