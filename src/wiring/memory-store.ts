import type { CheckMemory, MeasureHistory } from '../checks/memory.ts';

/** What checks remember, for the length of one process. */
export function memoryStore(): { readonly memory: CheckMemory; readonly history: MeasureHistory } {
  const entries = new Map<string, string>();
  return {
    memory: {
      read: async (prefix) => new Map([...entries].filter(([key]) => key.startsWith(prefix))),
      write: async (added) => {
        for (const [key, value] of added) {
          entries.set(key, value);
        }
      },
      forget: async (keys) => {
        for (const key of keys) {
          entries.delete(key);
        }
      },
    },
    history: { of: async () => [] },
  };
}
