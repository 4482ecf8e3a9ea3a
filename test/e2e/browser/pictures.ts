import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';

const KEPT = 'artifacts/screenshots';
const DOCUMENTATION = 'docs/images';

/** Keeps a picture of the page for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(KEPT, { recursive: true });
  await page.screenshot({ path: `${KEPT}/${name}.png` });
}

/** A picture that the documentation shows; it is replaced when UPDATE_SCREENSHOTS is 1. */
export async function documentationPicture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await picture(page, name);
  if (process.env['UPDATE_SCREENSHOTS'] === '1') {
    mkdirSync(DOCUMENTATION, { recursive: true });
    await page.screenshot({ path: `${DOCUMENTATION}/${name}.png` });
  }
}
