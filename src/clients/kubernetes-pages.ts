import { UpstreamError } from '../model/errors.ts';

/** Large enough to be quick, small enough that neither side holds a whole cluster in memory. */
export const PAGE_SIZE = 500;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Token of the next page; absent or empty on the last. */
  readonly next: string | undefined;
}

/**
 * Reads a list page by page. When the server forgets its continue token (410), the list is restarted once and what has been
 * handed out already, known by `idOf`, is left out.
 */
export async function* readPages<Item>(
  fetchPage: (token: string | undefined) => Promise<Page<Item>>,
  idOf: (item: Item) => string,
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  let token: string | undefined;
  let isRestarted = false;
  while (true) {
    const page: Page<Item> | null = await pageOrExpired(fetchPage, token, isRestarted);
    if (page === null) {
      isRestarted = true;
      token = undefined;
      continue;
    }
    const fresh = isRestarted ? page.items.filter((item) => !seen.has(idOf(item))) : page.items;
    for (const item of fresh) {
      seen.add(idOf(item));
    }
    yield fresh;
    token = page.next === '' ? undefined : page.next;
    if (token === undefined) {
      return;
    }
  }
}

/** `null` means that the token has expired and the list may start again. */
async function pageOrExpired<Item>(
  fetchPage: (token: string | undefined) => Promise<Page<Item>>,
  token: string | undefined,
  isRestarted: boolean,
): Promise<Page<Item> | null> {
  try {
    return await fetchPage(token);
  } catch (failure) {
    if (failure instanceof UpstreamError && failure.details.httpStatus === 410 && token !== undefined && !isRestarted) {
      return null;
    }
    throw failure;
  }
}
