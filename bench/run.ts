import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg, totalmem } from 'node:os';
import { startFlags } from './setting/start-command.ts';

const BENCHMARKS = ['webhook-ingest', 'page-latency', 'escalation-load', 'digest-clusters', 'bucket-listing', 'backup', 'idle'];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${BENCHMARKS.join(', ')}.`);
  process.exit(2);
}
if (process.platform !== 'linux') {
  console.error('The benchmarks read /proc and run on Linux only.');
  process.exit(2);
}

const load = (): string => `load ${loadavg()[0]?.toFixed(2)}`;
console.log(
  `${new Date().toISOString()}, Node ${process.versions.node}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${load()}`,
);
for (const name of names.length === 0 ? BENCHMARKS : names) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...startFlags, '--expose-gc', `${import.meta.dirname}/${name}.ts`], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    process.exitCode = 1;
  }
  console.log(`\n${name}: ${((performance.now() - startedMs) / 1_000).toFixed(0)} s, ${load()} afterwards`);
}
