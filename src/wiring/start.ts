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
  return readConfig(readFileSync(environment.configFile, 'utf8'), environment);
}

/** Why a start failed, in one sentence that says what to do. */
export function startFailure(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error) {
    return `There is no configuration file at ${error.path}. Copy thanos-chatops.example.yaml there, or set CONFIG_FILE.`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is taken by another program. Stop it, or set HTTP_PORT.`;
  }
  return error instanceof Error ? error.message : String(error);
}
