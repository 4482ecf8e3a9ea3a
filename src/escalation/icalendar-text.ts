/** One content line of iCalendar: `DTSTART;TZID=Asia/Seoul:20260105T090000`. */
export interface ContentLine {
  /** Upper case. */
  readonly name: string;
  /** Parameter names in upper case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/** Octets of a line, without its end. Source: RFC 5545 section 3.1. */
const LINE_OCTETS = 75;

/** Reads content lines: continuation lines are joined, what is no content line is left out. */
export function readLines(text: string): readonly ContentLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/s.exec(line);
      return match === null
        ? []
        : [{ name: (match[1] ?? '').toUpperCase(), parameters: readParameters(match[2] ?? ''), value: match[3] ?? '' }];
    });
}

/** Joins content lines with the line ends and the folding that the format asks for. */
export function writeLines(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** Text value with its escapes resolved. Source: RFC 5545 section 3.3.11. */
export function readText(value: string): string {
  return value.replaceAll(/\\([nN,;\\])/g, (_, escaped: string) => (escaped.toLowerCase() === 'n' ? '\n' : escaped));
}

export function writeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n');
}

function readParameters(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:]*))/g)].map(([, name = '', quoted, plain]) => [
      name.toUpperCase(),
      quoted ?? plain ?? '',
    ]),
  );
}

/** Counts octets by character, so that no character is split over two lines. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) {
    return 1;
  }
  return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
