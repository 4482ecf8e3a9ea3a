import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** What is answered to a verb instead of the usual; `hang-up` closes the connection. `END` is the end of the data. */
export type Script = Readonly<Record<string, string | 'hang-up'>>;

/** As much of RFC 5321 as a client needs to hand over a mail, on a free port. */
export async function startSmtpServer(script: Script = {}) {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, script, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    mails,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, script: Script, mails: TakenMail[]): void {
  let from = '';
  let to: string[] = [];
  let data: string[] | null = null;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const answer = (verb: string, usual: string): void => {
    const scripted = script[verb];
    if (scripted === 'hang-up') {
      socket.destroy();
    } else {
      say(scripted ?? usual);
    }
  };
  answer('CONNECT', '220 mail.example ESMTP');
  createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (data !== null) {
      if (line !== '.') {
        data.push(line);
        return;
      }
      if (script['END'] === undefined) {
        mails.push({ from, to, data: data.join('\n') });
      }
      data = null;
      to = [];
      return answer('END', '250 taken');
    }
    const verb = line.slice(0, 4).toUpperCase();
    switch (verb) {
      case 'EHLO':
        return answer(verb, '250-mail.example\r\n250 AUTH PLAIN');
      case 'AUTH':
        return answer(verb, '235 welcome');
      case 'MAIL':
        from = addressIn(line);
        return answer(verb, '250 ok');
      case 'RCPT':
        to.push(addressIn(line));
        return answer(verb, '250 ok');
      case 'DATA':
        data = script['DATA'] === undefined ? [] : null;
        return answer(verb, '354 go on');
      default:
        return answer(verb, '250 ok');
    }
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
