import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { UpstreamError } from '../../src/model/errors.ts';
import { clusterAccess } from '../checks/context.ts';
import { check, fine, type LoggedError, manualDeadlines, runner, silentLogger } from './world.ts';

const hang = () => new Promise<never>(() => undefined);

function unreachable(name: string, version: () => Promise<string>) {
  const access = clusterAccess(name);
  return { ...access, kubernetes: { ...access.kubernetes, version } };
}

describe('digest/run', () => {
  it('runs a cluster check for each cluster and a system check once', async () => {
    const { reports } = await runner().run({ checks: [check('pods', async () => fine), check('bucket', async () => fine, 'system')] });

    expect(reports.map((report) => `${report.cluster}/${report.checkId}`)).toEqual([
      'cluster-01/pods',
      'cluster-02/pods',
      'cluster-03/pods',
      '*/bucket',
    ]);
  });

  it('runs only on the clusters that were named', async () => {
    const { reports } = await runner().run({ checks: [check('pods', async () => fine)], clusters: ['cluster-02'] });

    expect(reports.map((report) => report.cluster)).toEqual(['cluster-02']);
  });

  it('reports unknown with the reason when another system fails', async () => {
    const refused = async () => {
      throw new UpstreamError('forbidden', { system: 'kubernetes', cluster: 'cluster-02', retryable: false, reason: 'pods is forbidden' });
    };

    const { reports } = await runner().run({ checks: [check('pods', refused)], clusters: ['cluster-02'] });

    expect(reports[0]).toMatchObject({
      status: 'unknown',
      summary: { id: 'checks.could-not-look', args: { place: 'kubernetes (cluster-02)', code: 'forbidden', reason: 'pods is forbidden' } },
    });
  });

  it('reports an error of ours by a short id and logs it', async () => {
    const errors: LoggedError[] = [];
    const broken = async () => {
      throw new TypeError('undefined is not a function');
    };

    const { reports } = await runner({ logger: silentLogger(errors) }).run({ checks: [check('pods', broken)], clusters: ['cluster-02'] });

    expect(reports[0]).toMatchObject({ status: 'unknown', summary: { id: 'checks.broke', args: { id: 'err-1' } } });
    expect(errors).toMatchObject([{ fields: { errorId: 'err-1', checkId: 'pods', cluster: 'cluster-02' } }]);
  });

  it('ends a check that ignores its deadline', async () => {
    const deadlines = manualDeadlines();
    const slow = () => {
      deadlines.fire(45_000);
      deadlines.fire(500);
      return hang();
    };

    const { reports } = await runner({ makeDeadline: deadlines.make, clusters: [clusterAccess('cluster-02')] }).run({
      checks: [check('pods', async () => fine), check('slow', slow), check('late', async () => fine)],
    });

    expect(reports.map((report) => [report.checkId, report.status, report.summary.id])).toEqual([
      ['pods', 'ok', 'checks.pods-ok'],
      ['slow', 'unknown', 'checks.timed-out'],
      ['late', 'unknown', 'checks.timed-out'],
    ]);
  });

  it('takes what a check hands over when its time is up', async () => {
    const deadlines = manualDeadlines();
    const partial: Check['run'] = ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(fine));
        deadlines.fire(20_000);
      });

    const { reports } = await runner({ makeDeadline: deadlines.make }).run({ checks: [check('bucket', partial, 'system')] });

    expect(reports[0]?.status).toBe('ok');
  });

  it.each([
    ['hangs', hang],
    [
      'refuses',
      () =>
        Promise.reject(
          new UpstreamError('unreachable', { system: 'kubernetes', cluster: 'cluster-02', retryable: true, reason: 'connection refused' }),
        ),
    ],
  ])('reports every row of a cluster whose API server %s as unknown', async (_name, version) => {
    const deadlines = manualDeadlines();
    const clusters = [clusterAccess('cluster-01'), unreachable('cluster-02', version)];
    const running = runner({ clusters, makeDeadline: deadlines.make }).run({
      checks: [check('pods', async () => fine), check('alerts', async () => fine)],
    });

    deadlines.fire(5_000);
    deadlines.fire(500);

    expect((await running).reports.map((report) => [report.cluster, report.status])).toEqual([
      ['cluster-01', 'ok'],
      ['cluster-01', 'ok'],
      ['cluster-02', 'unknown'],
      ['cluster-02', 'unknown'],
    ]);
  });

  it('leaves a refusal of our credentials to the checks', async () => {
    const denied = () => Promise.reject(new UpstreamError('forbidden', { system: 'kubernetes', retryable: false, reason: 'no' }));
    const clusters = [unreachable('cluster-02', denied)];

    const { reports } = await runner({ clusters }).run({ checks: [check('pods', async () => fine)] });

    expect(reports[0]?.status).toBe('ok');
  });

  it('never has more calls under way than allowed', async () => {
    let underWay = 0;
    let most = 0;
    const busy = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return fine;
    };

    const checks = Array.from({ length: 10 }, (_, index) => check(`check-${index}`, busy));
    const { reports } = await runner({ concurrency: 4 }).run({ checks });

    expect(reports).toHaveLength(30);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('reads the bucket once for all checks of a run', async () => {
    let listings = 0;
    const bucket = {
      listLevel: async () => {
        listings += 1;
        return { folders: [], objects: [] };
      },
      list: async function* () {},
      get: async () => null,
      put: async () => undefined,
      delete: async () => undefined,
    };
    const reads = check('bucket', async (ctx) => ((await ctx.inventory()) === null ? { ...fine, status: 'unknown' } : fine), 'system');

    await runner({ bucket }).run({ checks: [reads, { ...reads, id: 'bucket-retention' }] });

    expect(listings).toBe(1);
  });
});
