import type { digest as english } from '../en/digest.ts';

export const digest: typeof english = {};
