import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SlackControl } from './control.ts';
import { answerControl } from './control-routes.ts';
import type { Core } from './core.ts';
import { streamChanges } from './event-stream.ts';
import { readBody, uploadedBytes } from './http-body.ts';
import { servePageFile } from './page-files.ts';
import { answerResponseUrl } from './response-url-endpoint.ts';
import { answerWebApi } from './web-api.ts';

/** Sends a request to the part of Slack that it is for. */
export async function answerRequest(core: Core, control: SlackControl, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
  const [, area = '', ...rest] = pathname.split('/');
  const path = decodeURIComponent(rest.join('/'));
  switch (area) {
    case 'api':
      return await answerWebApi(core, path, request, response, searchParams);
    case 'actions':
      return await answerResponseUrl(core, path, request, response);
    case 'control':
      return await answerControl(control, path, request, response, searchParams);
    case 'upload':
      return await receiveUpload(core, path, request, response);
    case 'files':
      return sendFile(core, path, response);
    case 'events':
      return streamChanges(core, response);
    case 'page':
      return await servePageFile(path, response);
    case '':
    case 'archives':
      return await servePageFile('index.html', response);
    default:
      response.writeHead(404).end('There is nothing here.');
  }
}

async function receiveUpload(core: Core, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = uploadedBytes(request.headers['content-type'] ?? '', await readBody(request));
  const isTaken = core.files.receive(id, bytes);
  response.writeHead(isTaken ? 200 : 400, { 'content-type': 'text/plain' }).end(isTaken ? `OK - ${bytes.length}` : 'Bad upload');
}

function sendFile(core: Core, path: string, response: ServerResponse): void {
  const file = core.files.find(path.split('/')[0] ?? '');
  if (file === undefined || file.bytes === null) {
    response.writeHead(404).end('No such file.');
    return;
  }
  response.writeHead(200, { 'content-type': file.record.mimetype, 'x-content-type-options': 'nosniff' }).end(file.bytes);
}
