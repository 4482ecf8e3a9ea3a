import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/handlers/command-line.ts';
import { readOverride } from '../../src/handlers/commands/oncall-override.ts';
import { UserError } from '../../src/model/errors.ts';
import { hours } from '../../src/model/time.ts';

const six = { kind: 'clock', minute: 18 * 60 };
const fourHours = { kind: 'after', durationMs: hours(4) };

function read(text: string): unknown {
  try {
    return readOverride(splitWords(text));
  } catch (error) {
    return error instanceof UserError ? error.phrase.id : error;
  }
}

describe('handlers/commands/oncall-override', () => {
  it.each([
    ['primary <@U0LEE|lee> until 18:00', 'primary', null, six],
    ['WEST <@U0LEE> until 18:00', 'WEST', null, six],
    ['<@U0LEE> until 18:00', null, null, six],
    ['<@U0LEE> UNTIL 6pm', null, null, six],
    ['<@U0LEE> for 4h', null, null, fourHours],
    ['<@U0LEE> 18:00까지', null, null, six],
    ['primary <@U0LEE> 오후 6시까지', 'primary', null, six],
    ['primary <@U0LEE> 4시간 동안', 'primary', null, fourHours],
    ['primary <@U0LEE> from tomorrow 09:00 until 18:00', 'primary', { kind: 'day', day: 1, minute: 540 }, six],
    ['primary <@U0LEE> 내일 9시부터 18시까지', 'primary', { kind: 'day', day: 1, minute: 540 }, six],
  ])('understands %s', (text, subject, from, until) => {
    expect(read(text)).toEqual({ subject, userId: 'U0LEE', from, until });
  });

  it.each([
    ['', 'command.usage'],
    ['primary', 'command.usage'],
    ['primary @lee until 18:00', 'oncall.noSuchUser'],
    ['primary <@U0LEE>', 'command.usage'],
    ['primary <@U0LEE> 18:00', 'command.usage'],
    ['primary <@U0LEE> until', 'oncall.badTime'],
    ['primary <@U0LEE> until soon', 'oncall.badTime'],
    ['primary <@U0LEE> from soon until 18:00', 'oncall.badTime'],
    ['primary <@U0LEE> 언젠가까지', 'oncall.badTime'],
    ['primary <@U0LEE> tomorrow until 18:00', 'command.usage'],
  ])('answers "%s" with what is wrong', (text, phrase) => {
    expect(read(text)).toBe(phrase);
  });
});
