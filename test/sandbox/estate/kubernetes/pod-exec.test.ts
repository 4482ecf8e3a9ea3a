import { describe, expect, it } from 'vitest';
import { createKubernetesReader } from '../../../../src/clients/kubernetes.ts';
import { runInPod } from '../../../../src/clients/kubernetes-exec.ts';
import type { FaultRequest } from '../../../../src/sandbox/estate/model/faults.ts';
import { connectedTo, estateUnderTest } from '../estate-under-test.ts';

const PROMETHEUS = { namespace: 'monitoring', name: 'prometheus-kube-prometheus-stack-prometheus-0', container: 'prometheus' };
const CLAIM = 'prometheus-kube-prometheus-stack-prometheus-db-prometheus-kube-prometheus-stack-prometheus-0';
const patient = (): AbortSignal => new AbortController().signal;

describe('sandbox/estate/kubernetes/pod-exec', () => {
  it('shows in a pod what the kubelet measures of its volume', async () => {
    const subject = await estateUnderTest();
    const reader = createKubernetesReader(connectedTo(subject.estate, 'cluster-02'));
    const [measured] = await subject.ask(`kubelet_volume_stats_used_bytes{cluster="cluster-02",persistentvolumeclaim="${CLAIM}"}`);

    const found = await reader.diskUse(PROMETHEUS, ['/prometheus', '/etc'], patient());

    expect(found).toMatchObject([{ mount: '/prometheus', sizeBytes: 50 * 1_024 ** 3 }]);
    expect(found[0]?.usedBytes).toBeCloseTo(measured?.value ?? 0, -4);
  });

  it.each<[string, FaultRequest | null, Partial<typeof PROMETHEUS>, { code: string; reason: RegExp }]>([
    ['a pod that is not there', null, { name: 'prometheus-9' }, { code: 'not-found', reason: /not found/ }],
    ['a container that is not there', null, { container: 'shell' }, { code: 'invalid', reason: /container shell is not valid/ }],
    [
      'an account that may not',
      { kind: 'kubelet-unscraped', cluster: 'cluster-02', mode: 'no-exec' },
      {},
      { code: 'forbidden', reason: /pods\/exec/ },
    ],
    ['a cluster that refuses', { kind: 'cluster-cut', cluster: 'cluster-02', mode: '401' }, {}, { code: 'unauthorized', reason: /401/ }],
    ['a cluster that is away', { kind: 'cluster-cut', cluster: 'cluster-02' }, {}, { code: 'unreachable', reason: /refused/ }],
    [
      'a cluster that says nothing',
      { kind: 'cluster-cut', cluster: 'cluster-02', mode: 'hang' },
      {},
      { code: 'timeout', reason: /no answer/ },
    ],
  ])('says why df cannot be run: %s', async (_name, fault, change, { code, reason }) => {
    const { estate } = await estateUnderTest();
    const connection = connectedTo(estate, 'cluster-02', { deadlineMs: 400 });
    if (fault !== null) estate.control.break(fault);

    await expect(runInPod(connection, { ...PROMETHEUS, ...change }, ['df', '/prometheus'], patient())).rejects.toMatchObject({
      code,
      details: { reason: expect.stringMatching(reason) },
    });
  });

  it('has nothing else to run', async () => {
    const { estate } = await estateUnderTest();

    await expect(runInPod(connectedTo(estate, 'cluster-02'), PROMETHEUS, ['sh', '-c', 'id'], patient())).rejects.toMatchObject({
      code: 'invalid',
      details: { reason: expect.stringContaining('executable file not found') },
    });
  });
});
