/// <reference lib="dom" />
import type { BlockContext } from './block-context.ts';
import { make } from './element.ts';
import { mrkdwnView } from './text-view.ts';

/** A `markdown` block: headings, lists, code, bold and links of standard Markdown; everything else stays text. */
export function markdownView(markdown: string, context: BlockContext): HTMLElement {
  const box = make('div', { class: 'markdown' });
  for (const part of markdown.split(/(```[\s\S]*?```)/)) {
    if (part.startsWith('```')) {
      box.append(make('pre', {}, part.replace(/^```\w*\n?|\n?```$/g, '')));
    } else {
      box.append(...part.split('\n').map((line) => lineView(line, context)));
    }
  }
  return box;
}

function lineView(line: string, context: BlockContext): HTMLElement {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null) {
    return make('div', { class: 'markdown-heading' }, mrkdwnView(toMrkdwn(heading[2] ?? ''), context, true));
  }
  const item = /^\s*[-*]\s+(.*)$/.exec(line);
  return item === null
    ? mrkdwnView(toMrkdwn(line), context, true)
    : make('div', { class: 'markdown-item' }, mrkdwnView(toMrkdwn(item[1] ?? ''), context, true));
}

const toMrkdwn = (line: string): string => line.replace(/\*\*(.+?)\*\*/g, '*$1*').replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<$2|$1>');
