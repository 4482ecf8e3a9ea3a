import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { text } from './documents.ts';

const dockerfile = text('Dockerfile');
const lock = z
  .looseObject({
    packages: z.record(
      z.string(),
      z.looseObject({ hasInstallScript: z.boolean().optional(), optional: z.boolean().optional(), dev: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(text('package-lock.json')));

describe('Dockerfile', () => {
  it('builds and runs on the slim image of Node 24', () => {
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])).toEqual(['node:24-slim', 'node:24-slim']);
  });

  it('keeps optional dependencies, of which the canvas for this platform is one', () => {
    expect(dockerfile).not.toMatch(/^RUN npm ci.*--omit=optional/m);
    expect(Object.keys(lock.packages)).toContain('node_modules/@napi-rs/canvas-linux-x64-gnu');
  });

  it('may ignore install scripts: the only packages that have one work without it', () => {
    const withScript = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript && !entry.dev);
    expect(withScript.map(([path]) => path).toSorted()).toEqual(['node_modules/cpu-features', 'node_modules/ssh2']);
  });

  it('runs as a user without a shell, and starts the program itself', () => {
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    expect(dockerfile).toContain('CMD ["node", "--max-semi-space-size=4", "src/main.ts"]');
    expect(dockerfile).toMatch(/^HEALTHCHECK NONE$/m);
  });

  it('holds what the commands that operators run inside it need', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text('package.json')));
    const needed = ['preconfig:check', 'config:check', 'predigest', 'digest', 'start'].map(
      (name) => scripts[name]?.split(' ').at(-1) ?? name,
    );

    for (const file of needed) {
      const copied = file.startsWith('src/') ? 'src' : file;
      expect(dockerfile).toContain(`COPY ${copied} `);
      expect(text('.dockerignore')).toContain(`!${copied}\n`);
    }
  });

  it('copies no secret and no state into the image', () => {
    expect(text('.dockerignore').split('\n')[0]).toBe('*');
  });
});
