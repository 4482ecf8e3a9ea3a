import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** `kubectl` as a person has it, else `null`: then the manual's script asks with curl. */
export const kubectl: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'kubectl'))
    .find((path) => existsSync(path)) ?? null;

const file = z.object({
  clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })).min(1),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })).min(1),
});

/** A directory as the manual's script wants it, with one kubeconfig for each cluster. */
export interface ManualSetting {
  readonly directory: string;
  remove(): void;
}

export function writeManualSetting(kubeconfigs: Readonly<Record<string, string>>): ManualSetting {
  const directory = mkdtempSync(join(tmpdir(), 'thanos-chatops-manual-'));
  for (const [name, text] of Object.entries(kubeconfigs)) {
    const { clusters, users } = file.parse(parse(text));
    writeFileSync(join(directory, `${name}.conf`), text, { mode: 0o600 });
    writeFileSync(join(directory, `${name}.url`), clusters[0]?.cluster.server ?? '');
    writeFileSync(join(directory, `${name}.token`), users[0]?.user.token ?? '', { mode: 0o600 });
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Runs the manual's daily check once and returns how long it took, in ms; `null` when it was not done by the limit. */
export async function runManual(
  { directory }: ManualSetting,
  options: { readonly podsOnly: boolean; readonly limitMs: number },
): Promise<number | null> {
  const startedMs = performance.now();
  const script = spawn(join(import.meta.dirname, '..', 'manual-daily-check.sh'), [directory], {
    env: { ...process.env, KUBECTL: kubectl ?? '', PODS_ONLY: options.podsOnly ? '1' : '' },
    stdio: 'ignore',
    detached: true,
  });
  const timer = setTimeout(() => process.kill(-(script.pid ?? 0), 'SIGKILL'), options.limitMs);
  const [, signal] = await once(script, 'exit');
  clearTimeout(timer);
  return signal === null ? performance.now() - startedMs : null;
}
