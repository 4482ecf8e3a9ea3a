import type { checks as english } from '../en/checks.ts';

export const checks: typeof english = {};
