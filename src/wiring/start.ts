import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { readConfig, readEnvironment } from '../config/load.ts';

/** Reads `.env` of the working directory when there is one, the environment, and the configuration file. */
export function readWholeConfig(): Config {
  if (existsSync('.env')) {
    // What the environment already has wins.
    process.loadEnvFile('.env');
  }
  const environment = readEnvironment(process.env);
  return readConfig(readText(environment.configFile), environment);
}

/** Why a start failed, in one sentence that says what to do. */
export function startFailure(error: unknown): string {
  return listenFailure(error) ?? (error instanceof Error ? error.message : String(error));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      codeOf(error) === 'ENOENT'
        ? `There is no configuration file at ${path}. Copy thanos-chatops.example.yaml there, or set CONFIG_FILE.`
        : `CONFIG_FILE: found ${path}, which cannot be read (${codeOf(error)}), expected a YAML file.`,
      { cause: error },
    );
  }
}

/** What stands in the way of serving on `HTTP_HOST` and `HTTP_PORT`; `null` when it is something else. */
function listenFailure(error: unknown): string | null {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${of(error, 'port')} is taken by another program. Stop it, or set HTTP_PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HTTP_HOST: found ${of(error, 'address') ?? of(error, 'hostname')}, expected an address of this machine, such as 0.0.0.0.`;
    case 'EACCES':
      return of(error, 'syscall') === 'listen' ? `HTTP_PORT: found ${of(error, 'port')}, expected a port that this user may open.` : null;
    default:
      return null;
  }
}

function codeOf(error: unknown): unknown {
  return of(error, 'code');
}

function of(error: unknown, field: string): unknown {
  return error instanceof Error ? Reflect.get(error, field) : undefined;
}
