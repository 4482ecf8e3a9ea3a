import type { Answer } from '../http.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

export function element(name: string, content: string | number | boolean): string {
  return `<${name}>${typeof content === 'string' ? escaped(content) : content}</${name}>`;
}

export function wrapped(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

export function xml(root: string, children: readonly string[], status = 200): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.join('')}</${root}>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The texts of every element of that name, in order; enough XML for what S3 clients send. */
export function textsOf(document: string, name: string): string[] {
  return [...document.matchAll(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`, 'g'))].map((found) => unescaped(found[1] ?? ''));
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&');
}

export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
  }
}

export function errorAnswer(error: S3Error, resource: string, isHead: boolean): Answer {
  if (isHead) return { status: error.status };
  const children = [
    element('Code', error.code),
    element('Message', error.message),
    element('Resource', resource),
    element('RequestId', '17E1A3C9B2F40D55'),
  ];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${children.join('')}</Error>`;
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body };
}
