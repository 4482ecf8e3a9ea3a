import { createServer } from 'node:http';

/** A program that Prometheus watches and a test switches on and off. */
export interface Target {
  readonly address: string;
  isUp: boolean;
  stop(): Promise<void>;
}

export async function startTarget(): Promise<Target> {
  const server = createServer((_request, response) => {
    response.writeHead(target.isUp ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(target.isUp ? 'tiny_value 1\n' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const target: Target = {
    address: `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`,
    isUp: true,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return target;
}
