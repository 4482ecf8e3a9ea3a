import type { Locator, Page } from 'playwright-core';

/** People of the sandbox's workspace, by what they are to the product. */
export const PRIMARY = 'U0PRIMARY';
export const SECONDARY = 'U0SECOND';
export const LEAD = 'U0LEAD';
export const STRANGER = 'U0STRANGER';

export const DIGEST = 'C0DIGEST';
export const INCIDENTS = 'C0INCIDENT';
export const GENERAL = 'C0GENERAL';

/** Chooses who sits at the keyboard. */
export async function actAs(page: Page, person: string): Promise<void> {
  await page.getByTestId('actor').selectOption(person);
  await page.getByTestId(`person-${person}`).locator('.you').waitFor({ state: 'attached' });
}

/** Opens a channel, the direct message with the app or its Home tab; through the drawer where the list is folded away. */
export async function goTo(page: Page, place: string): Promise<void> {
  const drawer = page.getByTestId('drawer');
  if (await drawer.isVisible()) {
    await drawer.click();
  }
  await page.getByTestId(place).click();
}

export const toChannel = (page: Page, channelId: string): Promise<void> => goTo(page, `channel-${channelId}`);

export const toDirectMessages = (page: Page): Promise<void> =>
  page
    .getByRole('navigation', { name: 'Apps' })
    .getByRole('button', { name: /^thanos-ops( \d+ unread)?$/ })
    .click();

/** Types a line and sends it. */
export async function type(page: Page, line: string): Promise<void> {
  const composer = page.getByTestId('composer').first();
  await composer.fill(line);
  await composer.press('Escape');
  await composer.press('Enter');
}

export const messages = (page: Page): Locator => page.getByTestId('messages').getByTestId('message');

/** The newest message that only the person at the keyboard sees. */
export const whisper = (page: Page): Locator =>
  messages(page)
    .filter({ has: page.getByTestId('only-you') })
    .last();

export const thread = (page: Page): Locator => page.getByTestId('thread').getByTestId('message');

/** The instant behind a time that a message shows under a label, EpochMs. */
export async function timeUnder(message: Locator, label: string): Promise<number> {
  const field = message.locator('.fields > div').filter({ hasText: label });
  return Date.parse((await field.locator('time').first().getAttribute('datetime')) ?? '');
}
