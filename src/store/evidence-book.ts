import { z } from 'zod';
import type { EvidenceBook } from '../escalation/evidence.ts';
import type { SettingsStore } from './settings.ts';

const keyOf = (incidentId: string): string => `evidence/${incidentId}`;

export function createEvidenceBook(settings: SettingsStore): EvidenceBook {
  return {
    get: (incidentId) => settings.get(keyOf(incidentId), z.string()),
    keep: async (incidentId, value, at) => {
      await settings.setOnce(keyOf(incidentId), value, at);
    },
  };
}
