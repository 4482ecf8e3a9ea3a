import { existsSync } from 'node:fs';

/** Reads `.env` of the working directory, when there is one. What the environment already has wins. */
export function loadEnvFile(path = '.env'): void {
  if (existsSync(path)) {
    process.loadEnvFile(path);
  }
}
