import { actions } from './en/actions.ts';
import { checks } from './en/checks.ts';
import { commands } from './en/commands.ts';
import { delivery } from './en/delivery.ts';
import { digest } from './en/digest.ts';
import { drill } from './en/drill.ts';
import { errors } from './en/errors.ts';
import { evidence } from './en/evidence.ts';
import { incident } from './en/incident.ts';
import { metricRanges } from './en/metric-ranges.ts';
import { notes } from './en/notes.ts';
import { reads } from './en/reads.ts';
import { reasons } from './en/reasons.ts';
import { report } from './en/report.ts';
import { response } from './en/response.ts';
import { silence } from './en/silence.ts';
import { watchdog } from './en/watchdog.ts';
import { weekly } from './en/weekly.ts';

/** Every sentence in English. Its keys and argument types are the contract that the other languages fulfil. */
export const en = {
  ...actions,
  ...checks,
  ...commands,
  ...delivery,
  ...digest,
  ...drill,
  ...errors,
  ...evidence,
  ...incident,
  ...metricRanges,
  ...notes,
  ...report,
  ...weekly,
  ...reads,
  ...reasons,
  ...response,
  ...silence,
  ...watchdog,
};

export type Catalogue = typeof en;
