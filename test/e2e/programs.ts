import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** A real program that a suite drives. */
export interface Program {
  readonly id: string;
  /** Debian's package, or `null` when Debian has none that could be installed. */
  readonly debianPackage: string | null;
  /** Variable under which the suites find the program. */
  readonly variable: string;
  readonly candidates: readonly string[];
}

export const PROGRAMS: readonly Program[] = [
  { id: 'Prometheus', debianPackage: 'prometheus', variable: 'PROMETHEUS', candidates: ['/usr/bin/prometheus'] },
  { id: 'promtool', debianPackage: 'prometheus', variable: 'PROMTOOL', candidates: ['/usr/bin/promtool'] },
  {
    id: 'Alertmanager',
    debianPackage: 'prometheus-alertmanager',
    variable: 'ALERTMANAGER',
    candidates: ['/usr/bin/prometheus-alertmanager'],
  },
  { id: 'PostgreSQL', debianPackage: 'postgresql', variable: 'POSTGRES_BIN', candidates: [] },
  { id: 'etcd', debianPackage: 'etcd-server', variable: 'ETCD', candidates: ['/usr/bin/etcd'] },
  { id: 'sshd', debianPackage: 'openssh-server', variable: 'SSHD', candidates: ['/usr/sbin/sshd'] },
  {
    id: 'Chromium',
    debianPackage: 'chromium',
    variable: 'CHROMIUM',
    candidates: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  },
  {
    id: 'kube-apiserver',
    debianPackage: null,
    variable: 'KUBE_APISERVER',
    candidates: ['/opt/kube-apiserver', '/usr/local/bin/kube-apiserver'],
  },
];

/** Path of the program: what its variable names, or the first candidate that exists. */
export function find(program: Program, environment: NodeJS.ProcessEnv = process.env): string | null {
  const candidates = program.variable === 'POSTGRES_BIN' ? postgresDirectories() : program.candidates;
  return [environment[program.variable] ?? '', ...candidates].find((path) => path !== '' && existsSync(path)) ?? null;
}

/** Installs Debian's packages of the programs that are missing. Needs root; says what it does. */
export function installMissing(): void {
  const missing = PROGRAMS.filter((program) => find(program) === null).flatMap(({ debianPackage }) => debianPackage ?? []);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return;
  }
  const packages = [...new Set(missing), ...(missing.includes('chromium') ? ['fonts-noto-cjk', 'fonts-noto-color-emoji'] : [])];
  console.log(`installing ${packages.join(', ')}`);
  const apt = (...args: string[]): void => {
    execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    console.log(`could not install them: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
}

function postgresDirectories(): string[] {
  const root = '/usr/lib/postgresql';
  return existsSync(root)
    ? readdirSync(root)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => `${root}/${version}/bin`)
    : [];
}
