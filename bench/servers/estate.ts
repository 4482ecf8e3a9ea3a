import { z } from 'zod';
import { systemClock } from '../../src/clients/clock.ts';
import { startEstate } from '../../src/sandbox/estate/server.ts';
import { argumentOf, serveParent } from '../parent.ts';

/** The simulated estate in a process of its own. `cut` hangs the API server of a cluster, `mend` ends that. */
const { clusters } = argumentOf(z.object({ clusters: z.number() }));
const estate = await startEstate({ clock: systemClock, clusters });
const kubeconfigs = Object.fromEntries(Object.keys(estate.urls.kubernetes).map((name) => [name, estate.kubeconfigFor(name)]));
const { accessKeyId, secretAccessKey } = estate.credentials.s3;

serveParent(
  { kubeconfigs, s3: { url: estate.urls.s3, accessKeyId, secretAccessKey } },
  {
    hang: (cluster) => void estate.control.break({ kind: 'cluster-cut', cluster: z.string().parse(cluster), mode: 'hang' }),
    mend: () => estate.control.mendAll(),
  },
);
