import { type Answer, json } from '../http.ts';
import { apiVersionOf, isOfOperator, type ResourceType, resourceTypes } from './resources.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const groupVersions = [...new Set(resourceTypes.map(apiVersionOf))];

/** Answers the discovery paths, `undefined` for all others. */
export function discovery(path: string): Answer | undefined {
  if (path === '/version') return json({ major: '1', minor: '33', gitVersion: 'v1.33.5+k3s1', platform: 'linux/amd64' });
  if (path === '/healthz' || path === '/livez' || path === '/readyz')
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
  if (path === '/api') return json({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
  if (path === '/apis') return json({ kind: 'APIGroupList', apiVersion: 'v1', groups: groups() });
  const groupVersion = path === '/api/v1' ? 'v1' : /^\/apis\/([^/]+\/[^/]+)$/.exec(path)?.[1];
  if (groupVersion === undefined || !groupVersions.includes(groupVersion)) return undefined;
  const members = resourceTypes.filter((resource) => apiVersionOf(resource) === groupVersion);
  return json({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: members.flatMap(descriptions) });
}

function groups(): unknown[] {
  const names = [...new Set(resourceTypes.map((resource) => resource.group).filter((group) => group !== ''))];
  return names.map((name) => {
    const versions = groupVersions
      .filter((groupVersion) => groupVersion.startsWith(`${name}/`))
      .map((groupVersion) => ({ groupVersion, version: groupVersion.split('/')[1] }));
    return { name, versions, preferredVersion: versions[0] };
  });
}

function descriptions(resource: ResourceType): unknown[] {
  const base = { singularName: resource.kind.toLowerCase(), namespaced: resource.namespaced, kind: resource.kind };
  const categories = isOfOperator(resource.group) ? { categories: ['prometheus-operator'] } : {};
  return [
    { name: resource.plural, ...base, ...categories, verbs },
    ...resource.subresources.map((name) => ({ name: `${resource.plural}/${name}`, ...base, verbs: ['get', 'patch', 'update'] })),
  ];
}
