import type { Catalogue } from './en.ts';
import { actions } from './ko/actions.ts';
import { checks } from './ko/checks.ts';
import { commands } from './ko/commands.ts';
import { delivery } from './ko/delivery.ts';
import { digest } from './ko/digest.ts';
import { drill } from './ko/drill.ts';
import { errors } from './ko/errors.ts';
import { evidence } from './ko/evidence.ts';
import { incident } from './ko/incident.ts';
import { metricRanges } from './ko/metric-ranges.ts';
import { notes } from './ko/notes.ts';
import { reads } from './ko/reads.ts';
import { reasons } from './ko/reasons.ts';
import { report } from './ko/report.ts';
import { response } from './ko/response.ts';
import { silence } from './ko/silence.ts';
import { watchdog } from './ko/watchdog.ts';
import { weekly } from './ko/weekly.ts';

/** Every sentence in Korean; the compiler lists what is missing. */
export const ko: Catalogue = {
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
