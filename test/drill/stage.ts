import { readConfig, readEnvironment } from '../../src/config/load.ts';
import type { DrillWorld } from '../../src/drill/drill-world.ts';
import { createDrills, type Drills } from '../../src/drill/drills.ts';
import { createDrillStore } from '../../src/store/drills.ts';
import type { Stage } from '../scenarios/stage.ts';
import { quietLogger } from '../store/databases.ts';

const clusters = readConfig(
  `
slack: { channels: { digest: C0DIGEST, incidents: C0INCIDENT } }
clusters:
  - { name: cluster-01, role: central, inCluster: true }
  - { name: cluster-02, kubeconfig: /etc/kube/02 }
thanos: { cluster: cluster-01, query: { service: "thanos-query:9090" } }
escalation: { team: { primary: { users: [U0PRIMARY] } }, levels: [{ level: 1, notify: [primary], ackTimeout: 5m }] }
`,
  readEnvironment({}),
).clusters;

/** A world that remembers what drills did to it. */
export class FakeWorld implements DrillWorld {
  readonly breaks: boolean;
  readonly done: string[] = [];

  constructor(breaks = false) {
    this.breaks = breaks;
  }

  async begin(scenario: string): Promise<void> {
    this.done.push(`begin ${scenario}`);
  }

  async end(): Promise<void> {
    this.done.push('end');
  }
}

/** Drills over a stage's database, as one process of the bot has them. */
export function drillsOn(stage: Stage, world: DrillWorld = new FakeWorld(), process = 'a'): Drills {
  let ids = 0;
  return createDrills({
    store: createDrillStore(stage.database.db),
    config: { ...stage.config, clusters },
    world,
    overrides: async () => stage.overrides,
    clock: stage.clock,
    newId: (prefix) => {
      ids += 1;
      return `${prefix}_${process}${ids}`;
    },
    logger: quietLogger,
    onCommit: () => undefined,
  });
}
