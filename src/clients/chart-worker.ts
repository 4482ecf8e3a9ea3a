import { parentPort } from 'node:worker_threads';
import { hasHangul } from './chart-drawing.ts';
import { startChartServer } from './chart-server.ts';

// Drawing blocks its thread, and the main one has alerts to take.
const server = await startChartServer();
parentPort?.postMessage({ url: server.url, hasHangul: hasHangul() });
