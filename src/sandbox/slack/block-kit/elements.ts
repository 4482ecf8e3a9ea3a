import { z } from 'zod';
import { confirmDialog, imageElement, optionGroup, overflowOption, plainOption, plainText, richOption, words } from './objects.ts';

const actionId = { action_id: z.string().max(255).optional() };
const confirm = { confirm: confirmDialog.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional() })
    .optional(),
};

export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  url: z.string().max(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: words(75).optional(),
  ...actionId,
  ...confirm,
});

const choices = { options: z.array(richOption).min(1).max(10) };
const choiceList = [
  z.strictObject({
    type: z.literal('checkboxes'),
    ...choices,
    initial_options: z.array(richOption).min(1).optional(),
    ...actionId,
    ...confirm,
    ...focus,
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    ...choices,
    initial_option: richOption.optional(),
    ...actionId,
    ...confirm,
    ...focus,
  }),
] as const;

const pickers = [
  z.strictObject({
    type: z.literal('datepicker'),
    initial_date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .optional(),
    ...actionId,
    ...confirm,
    ...focus,
    ...placeholder,
  }),
  z.strictObject({ type: z.literal('datetimepicker'), initial_date_time: z.int().optional(), ...actionId, ...confirm, ...focus }),
  z.strictObject({
    type: z.literal('timepicker'),
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
    ...actionId,
    ...confirm,
    ...focus,
    ...placeholder,
  }),
] as const;

const ownOptions = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};

interface Optioned {
  readonly options?: unknown;
  readonly option_groups?: unknown;
}

const hasOneList = (menu: Optioned): boolean => (menu.options === undefined) !== (menu.option_groups === undefined);
const ONE_LIST = 'must provide exactly one of options or option_groups';
const menu = { ...actionId, ...confirm, ...focus, ...placeholder };
const many = { ...menu, max_selected_items: z.int().min(1).optional() };
const initialIds = z.array(z.string()).optional();

const selects = [
  z
    .strictObject({ type: z.literal('static_select'), ...ownOptions, initial_option: plainOption.optional(), ...menu })
    .refine(hasOneList, ONE_LIST),
  z.strictObject({
    type: z.literal('external_select'),
    initial_option: plainOption.optional(),
    min_query_length: z.int().min(0).optional(),
    ...menu,
  }),
  z.strictObject({ type: z.literal('users_select'), initial_user: z.string().optional(), ...menu }),
  z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: z.looseObject({}).optional(),
    ...menu,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
    ...menu,
  }),
  z
    .strictObject({ type: z.literal('multi_static_select'), ...ownOptions, initial_options: z.array(plainOption).optional(), ...many })
    .refine(hasOneList, ONE_LIST),
  z.strictObject({ type: z.literal('multi_users_select'), initial_users: initialIds, ...many }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    initial_conversations: initialIds,
    default_to_current_conversation: z.boolean().optional(),
    filter: z.looseObject({}).optional(),
    ...many,
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), initial_channels: initialIds, ...many }),
] as const;

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(overflowOption).min(1).max(5),
  ...actionId,
  ...confirm,
});

const typed = { ...actionId, ...focus, ...placeholder, ...dispatch };

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    initial_value: z.string().max(3_000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
    ...typed,
  }),
  z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...typed,
  }),
  z.strictObject({ type: z.literal('email_text_input'), initial_value: z.string().optional(), ...typed }),
  z.strictObject({ type: z.literal('url_text_input'), initial_value: z.string().optional(), ...typed }),
] as const;

/** What an actions block may hold. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...choiceList, ...pickers, ...selects]);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion('type', [button, overflow, imageElement, ...choiceList, ...pickers, ...selects]);

/** What an input block may ask for. */
export const inputElement = z.discriminatedUnion('type', [...inputs, ...choiceList, ...pickers, ...selects]);
