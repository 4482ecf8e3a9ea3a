import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, type Peer, startProgram } from './process.ts';

/** A real PostgreSQL that can crash and come back with its data, at the same address. */
export interface PostgresServer {
  readonly url: string;
  /** The process that serves at this moment. */
  process(): ChildProcess;
  /** Ends it at once, without a farewell to its clients. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Debian's package in a fresh directory. It refuses to run as root, so root hands it to `postgres`. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-pg-'));
  const port = await freePort();
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined) {
    chownSync(directory, owner.uid, owner.gid);
  }
  execFileSync(`${bin}/initdb`, ['-D', directory, '-U', 'thanos', '-A', 'trust', '--no-sync'], {
    stdio: 'ignore',
    cwd: directory,
    ...owner,
  });
  const url = `postgres://thanos@127.0.0.1:${port}/postgres`;
  const args = ['-D', directory, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'];
  const start = (): Promise<Peer> => startProgram(`${bin}/postgres`, args, () => connects(url), url, { cwd: directory, ...owner });
  let peer = await start();
  return {
    url,
    process: () => peer.process,
    kill: async () => {
      const exit = once(peer.process, 'exit');
      // PostgreSQL's immediate shutdown: children are ended too, nothing is written, the next start recovers from the log.
      peer.process.kill('SIGQUIT');
      await exit;
    },
    restart: async () => {
      peer = await start();
    },
    stop: () => peer.stop(),
  };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
