import type { Core } from './core.ts';

export const escapeControl = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a person typed into a message, as Slack stores it: mentions and addresses in angle brackets. */
export const typedText = (core: Core, text: string): string => withReferences(core, text, (id) => `<@${id}>`);

/** What follows a command that has `should_escape`: as in a message, and people with their handle. */
export const escapeCommandText = (core: Core, text: string): string => withReferences(core, text, (id, handle) => `<@${id}|${handle}>`);

function withReferences(core: Core, text: string, person: (id: string, handle: string) => string): string {
  return escapeControl(text)
    .replace(/(?<![\w@])@([\w.-]+)/g, (typed, handle: string) => mention(core, handle, person) ?? typed)
    .replace(/(?<![\w#])#([\w-]+)/g, (typed, name: string) => {
      const channel = core.channels.all().find((candidate) => candidate.name === name && candidate.kind !== 'im');
      return channel === undefined ? typed : `<#${channel.id}|${channel.name}>`;
    })
    .replace(/(?<!<)\bhttps?:\/\/\S+/g, (url) => `<${url}>`);
}

function mention(core: Core, handle: string, person: (id: string, handle: string) => string): string | undefined {
  const found = core.people.byHandle(handle);
  const group = core.workspace.usergroups.find((candidate) => candidate.handle === handle);
  if (found !== undefined) {
    return person(found.id, found.name);
  }
  return group === undefined ? undefined : `<!subteam^${group.id}|@${group.handle}>`;
}
