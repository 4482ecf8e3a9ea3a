import { clockTime, code, dateTime, mention, type RichText, rich } from '../../../model/text.ts';

export const response = {
  'response.gone': (): string => 'This incident is not known here any more.',
  'response.acknowledged': (): string => 'You have it: nobody else is called for now.',
  'response.unverified': (): string => 'You have it. Your role could not be looked up, so this is noted in the thread.',
  'response.alreadyAcknowledged': (a: { by: string; at: number }): RichText =>
    rich`Already acknowledged by ${mention(a.by)} at ${clockTime(a.at)}.`,
  'response.takenOver': (a: { from: string }): RichText => rich`You have taken this over from ${mention(a.from)}.`,
  'response.joined': (a: { by: string }): RichText => rich`Noted: you are here too. ${mention(a.by)} has it.`,
  'response.alreadyHere': (a: { by: string }): RichText => rich`You are counted already. ${mention(a.by)} has it.`,
  'response.alreadyYours': (): string => 'You have it already.',
  'response.noSuchLevel': (): string => 'There is no such level, so nobody was called.',
  'response.noSuchSuggestion': (): string =>
    'This is not suggested any more, so nothing was run. Type it as a command if you still want it.',
  'response.causeMissing': (): string => 'Say in a few words what it was, even if it is only a guess.',
  'response.alreadyResolved': (a: { by: string; at: number }): RichText =>
    rich`Already resolved by ${a.by === 'alertmanager' ? 'Alertmanager' : mention(a.by)} at ${clockTime(a.at)}.`,
  'response.notAcknowledged': (): string => 'Nobody has acknowledged this incident, so nothing was changed.',
  'response.handedBack': (): string => 'Handed back: the level is called again.',
  'response.escalated': (a: { level: number }): RichText => rich`Level ${a.level} is being called.`,
  'response.changed': (): string =>
    'The incident has changed since this button was drawn, so nothing was done. Look at it again and press again if you still want to.',
  'response.reopened': (): string => 'Opened again: its level is called.',
  'response.notResolved': (): string => 'This incident is open, so nothing was changed.',
  'response.tooOld': (): string => 'This was resolved too long ago to be opened again. A new alert opens a new incident.',
  'response.snoozed': (a: { until: number }): RichText =>
    rich`Snoozed until ${dateTime(a.until)}. If it still fires then, its level is called again.`,
  'response.badDuration': (a: { text: string }): RichText => rich`${code(a.text)} is not a duration that can be used here.`,
  'response.nothingInCommon': (): string =>
    'The alerts of this incident share no label that a silence could be made from. Make it with /thanos silence and say what it should cover.',
  'response.noAlertmanager': (): string => 'It is not known which Alertmanager these alerts come from, so no silence was made.',
  'response.noteTitle': (): string => 'Note',
  'response.noteSubmit': (): string => 'Write down',
  'response.noteLabel': (): string => 'What did you see or do?',
  'response.noteHint': (): string => 'It is shown in the thread and stands in the report. Replies in the thread are kept as notes too.',
  'response.unverifiedNote': (): string =>
    'acknowledged without a role that could be looked up: Slack did not say who is in the usergroups.',
};
