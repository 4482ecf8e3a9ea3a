import { readFileSync } from 'node:fs';
import { z } from 'zod';

const shape = z.object({ scripts: z.object({ start: z.string() }) });

/** What `npm start` gives to node: flags first, then the program. */
export const startArguments: readonly string[] = shape
  .parse(JSON.parse(readFileSync(`${import.meta.dirname}/../../package.json`, 'utf8')))
  .scripts.start.split(' ')
  .slice(1);

/** The flags alone, so that every measured process runs as the product does. */
export const startFlags: readonly string[] = startArguments.filter((argument) => argument.startsWith('--'));
