/** Fields of one log line; a key without `=` has an empty value. */
export type LogFields = Readonly<Record<string, string>>;

/**
 * Reads one line of go-kit's logfmt, such as `ts=… level=warn err="upload 01ABC: …"`.
 *
 * Source: github.com/go-logfmt/logfmt. A line in JSON (`--log.format=json`) is read too.
 */
export function parseLogLine(line: string): LogFields {
  if (line.startsWith('{')) {
    return fromJson(line);
  }
  const fields: Record<string, string> = {};
  for (const [, key, quoted, plain] of line.matchAll(/([^\s=]+)(?:=(?:("(?:[^"\\]|\\.)*")|(\S*)))?/g)) {
    fields[key ?? ''] = quoted === undefined ? (plain ?? '') : unquote(quoted);
  }
  return fields;
}

/** The lines of a log that have a level, in order. */
export function parseLog(text: string): readonly LogFields[] {
  return text
    .split('\n')
    .map((line) => parseLogLine(line.trim()))
    .filter((fields) => fields['level'] !== undefined);
}

function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : quoted;
  } catch {
    return quoted.slice(1, -1);
  }
}

function fromJson(line: string): LogFields {
  try {
    const value: unknown = JSON.parse(line);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.map(([key, field]) => [key, typeof field === 'string' ? field : JSON.stringify(field)]));
  } catch {
    return {};
  }
}
