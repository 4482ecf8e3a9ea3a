import { AppsV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { readScan } from '../../../../src/checks/security/vulnerabilities.ts';
import { createKubernetesReader } from '../../../../src/clients/kubernetes.ts';
import { connectedTo, type EstateUnderTest, estateUnderTest } from '../estate-under-test.ts';

const namespace = 'monitoring';

function clientsOf({ estate }: EstateUnderTest, cluster = 'cluster-01') {
  const configuration = new KubeConfig();
  configuration.loadFromString(estate.kubeconfigFor(cluster));
  return {
    core: configuration.makeApiClient(CoreV1Api),
    apps: configuration.makeApiClient(AppsV1Api),
    custom: configuration.makeApiClient(CustomObjectsApi),
  };
}

const REPORTS = {
  group: 'aquasecurity.github.io',
  version: 'v1alpha1',
  resource: 'vulnerabilityreports',
  kind: 'VulnerabilityReport',
  isNamespaced: true,
};

const prometheus = {
  group: 'monitoring.coreos.com',
  version: 'v1',
  namespace,
  plural: 'prometheuses',
  name: 'kube-prometheus-stack-prometheus',
};
const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

describe('sandbox/estate/kubernetes/api', () => {
  it('lists pods with their conditions and containers', async () => {
    const subject = await estateUnderTest();
    const { items } = await clientsOf(subject).core.listNamespacedPod({ namespace, labelSelector: 'app.kubernetes.io/name=prometheus' });
    expect(items.map((pod) => pod.metadata?.name)).toEqual([
      'prometheus-kube-prometheus-stack-prometheus-0',
      'prometheus-kube-prometheus-stack-prometheus-1',
    ]);
    expect(items[0]?.status?.containerStatuses?.map((status) => [status.name, status.ready])).toEqual([
      ['prometheus', true],
      ['config-reloader', true],
      ['thanos-sidecar', true],
    ]);
  });

  it('pages a list with limit and continue', async () => {
    const subject = await estateUnderTest({ podsPerCluster: 25 });
    const { core } = clientsOf(subject);
    const names = new Set<string | undefined>();
    for (let token: string | undefined, rounds = 0; rounds === 0 || token; rounds += 1) {
      const page = await core.listNamespacedPod({ namespace: 'apps', limit: 10, ...(token === undefined ? {} : { _continue: token }) });
      for (const pod of page.items) names.add(pod.metadata?.name);
      token = page.metadata?._continue;
    }
    expect(names.size).toBe(25);
  });

  it('has a vulnerability report for every image that runs, with the same findings wherever it runs', async () => {
    const subject = await estateUnderTest();
    const reader = createKubernetesReader(connectedTo(subject.estate, 'cluster-01'));
    const reports: ReturnType<typeof readScan>[] = [];
    for await (const page of reader.listObjects(REPORTS, namespace, new AbortController().signal)) reports.push(...page.map(readScan));
    const { items } = await clientsOf(subject).core.listNamespacedPod({ namespace });
    const running = items.flatMap((pod) => pod.spec?.containers.map(({ image = '' }) => image.slice(image.indexOf('/') + 1)) ?? []);
    expect(new Set(reports.map(({ image }) => image))).toEqual(new Set(running));
    expect(new Set(reports.map((report) => JSON.stringify({ ...report, scannedAt: 0 }))).size).toBe(new Set(running).size);
  });

  it.each([
    ['pod-crash', 'CrashLoopBackOff'],
    ['pod-image', 'ImagePullBackOff'],
  ] as const)('shows %s as %s', async (kind, reason) => {
    const subject = await estateUnderTest();
    subject.estate.control.break({ kind, cluster: 'cluster-01', target: 'thanos-store-0' });
    await subject.pass(120_000);
    const pod = await clientsOf(subject).core.readNamespacedPod({ name: 'thanos-store-0', namespace });
    expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe(reason);
  });

  it('brings a deleted pod back under the same name after some seconds', async () => {
    const subject = await estateUnderTest();
    const { core } = clientsOf(subject);
    const before = await core.readNamespacedPod({ name: 'thanos-store-0', namespace });
    await core.deleteNamespacedPod({ name: 'thanos-store-0', namespace });
    await expect(core.readNamespacedPod({ name: 'thanos-store-0', namespace })).rejects.toMatchObject({ code: 404 });
    await subject.pass(20_000, 1_000);
    const after = await core.readNamespacedPod({ name: 'thanos-store-0', namespace });
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(after.status?.conditions?.find((condition) => condition.type === 'Ready')?.status).toBe('True');
  });

  it('scales a deployment and reports the new replicas once they are ready', async () => {
    const subject = await estateUnderTest();
    const { apps } = clientsOf(subject);
    await apps.patchNamespacedDeployment({ name: 'thanos-query', namespace, body: { spec: { replicas: 3 } } }, mergePatch);
    await subject.pass(20_000, 1_000);
    const { status } = await apps.readNamespacedDeployment({ name: 'thanos-query', namespace });
    expect(status?.readyReplicas).toBe(3);
  });

  it('reverts a direct edit of the Prometheus StatefulSet but follows the custom resource', async () => {
    const subject = await estateUnderTest();
    const { apps, custom } = clientsOf(subject);
    const name = 'prometheus-kube-prometheus-stack-prometheus';
    await apps.patchNamespacedStatefulSet({ name, namespace, body: { spec: { replicas: 5 } } }, mergePatch);
    await subject.pass(10_000, 1_000);
    expect((await apps.readNamespacedStatefulSet({ name, namespace })).spec?.replicas).toBe(2);
    await custom.patchNamespacedCustomObject({ ...prometheus, body: { spec: { replicas: 3 } } }, mergePatch);
    await subject.pass(30_000, 1_000);
    expect((await apps.readNamespacedStatefulSet({ name, namespace })).status?.readyReplicas).toBe(3);
  });

  it('refuses a patch that names an outdated resource version', async () => {
    const subject = await estateUnderTest();
    const { apps } = clientsOf(subject);
    const body = { metadata: { resourceVersion: '1' }, spec: { replicas: 2 } };
    await expect(apps.patchNamespacedDeployment({ name: 'thanos-query', namespace, body }, mergePatch)).rejects.toMatchObject({
      code: 409,
    });
  });

  it('changes nothing on a dry run', async () => {
    const subject = await estateUnderTest();
    const { apps } = clientsOf(subject);
    const tried = await apps.patchNamespacedDeployment(
      { name: 'thanos-query', namespace, body: { spec: { replicas: 4 } }, dryRun: 'All' },
      mergePatch,
    );
    expect(tried.spec?.replicas).toBe(4);
    expect((await apps.readNamespacedDeployment({ name: 'thanos-query', namespace })).spec?.replicas).toBe(1);
  });

  it('asks for force before server-side apply takes a field over, and merges containers by name', async () => {
    const subject = await estateUnderTest();
    const { apps } = clientsOf(subject);
    const apply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
    const containers = [{ name: 'thanos-store', image: 'quay.io/thanos/thanos:v0.37.1' }];
    const body = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'thanos-store' },
      spec: { template: { spec: { containers } } },
    };
    const request = { name: 'thanos-store', namespace, body, fieldManager: 'thanos-chatops' };
    await expect(apps.patchNamespacedStatefulSet(request, apply)).rejects.toMatchObject({ code: 409 });
    const applied = await apps.patchNamespacedStatefulSet({ ...request, force: true }, apply);
    const [container] = applied.spec?.template.spec?.containers ?? [];
    expect(container?.image).toBe('quay.io/thanos/thanos:v0.37.1');
    expect(container?.args?.[0]).toBe('store');
  });

  it.each([
    ['401', 401],
    ['403', 403],
    ['500', 500],
  ] as const)('answers %s for a cluster that was cut off so', async (mode, code) => {
    const subject = await estateUnderTest();
    subject.estate.control.break({ kind: 'cluster-cut', cluster: 'cluster-02', mode });
    await expect(clientsOf(subject, 'cluster-02').core.listNamespacedPod({ namespace })).rejects.toMatchObject({ code });
    await expect(clientsOf(subject, 'cluster-03').core.listNamespacedPod({ namespace })).resolves.toBeDefined();
  });

  it('passes requests on to services inside the cluster', async () => {
    const subject = await estateUnderTest();
    const address = `${subject.estate.urls.kubernetes['cluster-01']}/api/v1/namespaces/${namespace}/services/thanos-query:9090/proxy/api/v1/stores`;
    const answered = await fetch(address, { headers: { authorization: 'Bearer sandbox-token-cluster-01' } });
    expect(await answered.text()).toContain('192.168.101.211:10901');
    expect((await fetch(address)).status).toBe(401);
    subject.estate.control.break({
      kind: 'pod-not-ready',
      cluster: 'cluster-01',
      target: String(subject.estate.control.state().clusters[0]?.pods.find((pod) => pod.workload === 'thanos-query')?.name),
    });
    const refused = await fetch(address, { headers: { authorization: 'Bearer sandbox-token-cluster-01' } });
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('no endpoints available for service')]);
  });
});
