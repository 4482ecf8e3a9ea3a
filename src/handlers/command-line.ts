/**
 * Splits the text after `/thanos` into words. Quotes keep words together; Slack's escapes are undone: `<@U1|kim>` becomes `U1`,
 * `<#C1|ops>` `C1`, `<http://host:1|host:1>` and bare links the text the person typed. Nothing in it is ever run by a shell.
 */
export function splitWords(text: string): readonly string[] {
  const plain = unescapeSlack(text).replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  const words: string[] = [];
  for (const [, double, single, bare] of plain.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
    const word = double ?? single ?? bare;
    if (word !== undefined) {
      words.push(word);
    }
  }
  return words;
}

function unescapeSlack(text: string): string {
  return text
    .replace(/<([@#!])([^>|]*)(?:\|[^>]*)?>/g, (_, sigil: string, body: string) => (sigil === '!' ? body.replace(/^subteam\^/, '') : body))
    .replace(/<([^>|]+)\|([^>]*)>/g, (_, url: string, label: string) => (label === '' ? url : label))
    .replace(/<([^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
