import { type Answer, json, type Request } from '../http.ts';
import { isObject, type JsonObject, objectAt, parseObject, textAt } from '../model/json.ts';
import { type EpochMs, kubeTime } from '../model/time.ts';

const titles: Readonly<Record<string, string>> = {
  'thanos-overview': 'Thanos Overview',
  'multi-cluster-resources': 'Multi-Cluster Resource',
  storage: 'Storage',
};

function dashboard(uid: string, title: string): JsonObject {
  return {
    uid,
    title,
    version: 1,
    schemaVersion: 41,
    tags: ['thanos'],
    panels: [{ id: 1, type: 'timeseries', title, targets: [{ expr: 'up', refId: 'A' }] }],
    time: { from: 'now-6h', to: 'now' },
  };
}

/** The part of Grafana's HTTP API that backup, restore and the user review need. */
export class Grafana {
  readonly #token: string;
  readonly #startMs: EpochMs;
  readonly #dashboards = new Map<string, JsonObject>();
  readonly #folders = new Map<string, JsonObject>();
  readonly #users: JsonObject[];

  constructor(token: string, startMs: EpochMs) {
    this.#token = token;
    this.#startMs = startMs;
    for (const [uid, title] of Object.entries(titles)) this.#dashboards.set(uid, dashboard(uid, title));
    const seen = (days: number): string => kubeTime(startMs - days * 86_400_000);
    this.#users = [
      {
        id: 1,
        login: 'admin',
        email: 'admin@miribit.lab',
        name: 'Admin',
        isAdmin: true,
        isDisabled: false,
        role: 'Admin',
        lastSeenAt: seen(1),
      },
      {
        id: 2,
        login: 'minjun',
        email: 'minjun@miribit.lab',
        name: '김민준',
        isAdmin: false,
        isDisabled: false,
        role: 'Editor',
        lastSeenAt: seen(2),
      },
      {
        id: 3,
        login: 'former',
        email: 'former@miribit.lab',
        name: 'Former Colleague',
        isAdmin: false,
        isDisabled: false,
        role: 'Viewer',
        lastSeenAt: seen(140),
      },
    ];
  }

  async answer(request: Request, path: string): Promise<Answer> {
    if (path === '/api/health') return json({ database: 'ok', version: '12.1.1', commit: 'sandbox' });
    if (request.headers.authorization !== `Bearer ${this.#token}`) return json({ message: 'Invalid API key' }, 401);
    const uid = /^\/api\/dashboards\/uid\/([^/]+)$/.exec(path)?.[1];
    if (uid !== undefined) return this.#dashboard(uid, request.method);
    if (path === '/api/dashboards/db' && request.method === 'POST') return this.#save(request);
    if (path === '/api/folders' && request.method === 'POST') return this.#saveFolder(request);
    const user = /^\/api\/admin\/users\/(\d+)\/password$/.exec(path)?.[1];
    if (user !== undefined && request.method === 'PUT') return json({ message: 'User password updated' });
    return this.#list(path, request.url.searchParams);
  }

  #list(path: string, parameters: URLSearchParams): Answer {
    switch (path) {
      case '/api/search':
        return json(this.#search(parameters.get('query') ?? ''));
      case '/api/datasources':
        return json([
          {
            id: 1,
            uid: 'thanos',
            name: 'Thanos',
            type: 'prometheus',
            url: 'http://thanos-query:9090',
            access: 'proxy',
            isDefault: true,
            jsonData: {},
          },
        ]);
      case '/api/folders':
        return json([...this.#folders.values()]);
      case '/api/users':
        return json(this.#users);
      case '/api/org/users':
        return json(this.#users.map((user) => ({ orgId: 1, userId: user['id'], ...user })));
      case '/api/org':
        return json({ id: 1, name: 'Main Org.' });
      case '/api/v1/provisioning/alert-rules':
      case '/api/v1/provisioning/contact-points':
      case '/api/library-elements':
        return json([]);
      default:
        return json({ message: 'Not found' }, 404);
    }
  }

  #search(query: string): unknown[] {
    return [...this.#dashboards.values()]
      .filter((entry) => textAt(entry, 'title').toLowerCase().includes(query.toLowerCase()))
      .map((entry, index) => ({
        id: index + 1,
        uid: entry['uid'],
        title: entry['title'],
        type: 'dash-db',
        uri: `db/${textAt(entry, 'uid')}`,
        url: `/d/${textAt(entry, 'uid')}`,
        tags: ['thanos'],
      }));
  }

  #dashboard(uid: string, method: string): Answer {
    const entry = this.#dashboards.get(uid);
    if (entry === undefined) return json({ message: 'Dashboard not found' }, 404);
    if (method === 'DELETE') {
      this.#dashboards.delete(uid);
      return json({ title: entry['title'], message: `Dashboard ${textAt(entry, 'title')} deleted` });
    }
    return json({
      meta: { type: 'db', slug: uid, version: entry['version'], created: kubeTime(this.#startMs), folderUid: '' },
      dashboard: entry,
    });
  }

  async #save(request: Request): Promise<Answer> {
    const body = parseObject((await request.body()).toString());
    const entry = objectAt(body, 'dashboard');
    const uid = textAt(entry, 'uid') || textAt(entry, 'title').toLowerCase().replaceAll(/\W+/g, '-');
    if (uid === '') return json({ message: 'Dashboard title cannot be empty', status: 'empty-name' }, 400);
    const known = this.#dashboards.get(uid);
    const before = Number(known?.['version'] ?? 0);
    if (known !== undefined && body?.['overwrite'] !== true && entry['version'] !== before) {
      return json({ message: 'The dashboard has been changed by someone else', status: 'version-mismatch' }, 412);
    }
    this.#dashboards.set(uid, { ...entry, uid, version: before + 1 });
    return json({ uid, status: 'success', version: before + 1, url: `/d/${uid}` });
  }

  async #saveFolder(request: Request): Promise<Answer> {
    const body: unknown = JSON.parse((await request.body()).toString());
    if (!isObject(body)) return json({ message: 'bad request data' }, 400);
    const uid = textAt(body, 'uid') || textAt(body, 'title').toLowerCase();
    const folder = { ...body, uid };
    this.#folders.set(uid, folder);
    return json(folder);
  }
}
