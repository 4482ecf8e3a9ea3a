import { bold, clockTime, code, join, mention, type RichText, rich } from '../../../model/text.ts';

type People = readonly string[];

const people = (ids: People): RichText => (ids.length === 0 ? ['nobody is configured'] : join(ids.map(mention), ', '));
const codes = (words: readonly string[]): RichText => join(words.map(code), ', ');

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

/** Past participles of operation states, as they stand in sentences. */
const STATES: Readonly<Record<string, string>> = {
  planned: 'not started',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  unknown: 'of unknown outcome',
  cancelled: 'cancelled',
  expired: 'expired',
};

export const actions = {
  'action.noSuchCluster': (a: { cluster: string; known: readonly string[] }): RichText =>
    a.cluster === ''
      ? rich`Name the cluster: ${codes(a.known)}`
      : rich`There is no cluster ${code(a.cluster)}. Configured are ${codes(a.known)}`,
  'action.readOnlyCluster': (a: { cluster: string }): RichText =>
    rich`The bot may only read ${code(a.cluster)}; it has no write access there.`,
  'action.forbidden': (a: { who: People }): RichText => rich`You may not do this. Ask one of: ${people(a.who)}`,
  'action.unverified': (a: { who: People }): RichText =>
    rich`Slack could not say whether you belong to the group that may do this, so nothing was changed. Try again in a minute, or ask one of: ${people(a.who)}`,
  'action.noteManaged': (a: { managedBy: string }): RichText =>
    rich`Managed by ${code(a.managedBy)}: the next apply from git reverts this unless the patch below is committed.`,

  'operation.noSuch': (a: { id: string }): RichText => rich`There is no operation ${code(a.id)}. Recent ones: ${code('/thanos audit')}`,
  'operation.busy': (a: { id: string; by: string }): RichText =>
    rich`${mention(a.by)} is changing the same object right now (${code(a.id)}). Try again when that is done.`,
  'operation.notYours': (a: { by: string }): RichText => rich`This plan was made for ${mention(a.by)}; only they can confirm it.`,
  'operation.notConfirmed': (a: { by: string }): RichText => rich`${mention(a.by)} has not confirmed this plan yet.`,
  'operation.selfApproval': (): string => 'This needs a second person: you cannot approve your own request.',
  'operation.stale': (): string => 'This button belongs to an older state of the plan. Run the command again.',
  'operation.expired': (): string => 'This plan is older than five minutes and has expired; nothing was changed. Run the command again.',
  'operation.wasCancelled': (): string => 'This plan was cancelled; nothing was changed. Run the command again.',
  'operation.alreadyConfirmed': (a: { by: string; status: string }): RichText =>
    rich`${mention(a.by)} has already confirmed this; it is ${STATES[a.status] ?? a.status}.`,
  'operation.drifted': (): string =>
    'The object has changed since the plan was made, so nothing was changed. Confirm the new plan instead.',
  'operation.refusedUpstream': (a: { place: string; reason: string }): RichText =>
    rich`${a.place} refused the change: ${a.reason}. Nothing was changed.`,
  'operation.cannotTell': (a: { place: string; reason: string }): RichText =>
    rich`${a.place} could not be read, so nobody knows whether the goal was reached: ${a.reason}. Look before you repeat it.`,
  'operation.stoppedHalfWay': (a: { id: string }): RichText =>
    rich`The operation stopped half way because of a fault of ours; it may have changed something. Tell the operators this id: ${code(a.id)}`,
  'operation.cannotUndo': (a: { id: string; status: string }): RichText =>
    rich`Operation ${code(a.id)} cannot be undone: it is ${STATES[a.status] ?? a.status}, or has no way back.`,
  'operation.alreadyUndone': (a: { id: string; by: string }): RichText =>
    rich`Operation ${code(a.id)} has already been undone by ${code(a.by)}.`,
  'operation.undoInProgress': (a: { id: string }): RichText => rich`Somebody else is undoing ${code(a.id)} right now.`,

  'operation.planText': (a: { expires: number }): RichText =>
    rich`Nothing has been changed yet. This plan expires at ${clockTime(a.expires)}.`,
  'operation.onlyYou': (a: { expires: number }): RichText => rich`Only you can see this · expires ${clockTime(a.expires)}`,
  'operation.change': (a: { object: string; field: string; from: string; to: string }): RichText =>
    rich`${code(a.object)} ${a.field}: ${bold(a.from)} → ${bold(a.to)}`,
  'operation.undoWith': (a: { command: string }): RichText => rich`Undo: ${code(`/thanos ${a.command}`)}`,
  'operation.noUndo': (): string => 'This cannot be undone from here.',
  'operation.gitPatch': (): string => 'Patch to commit to git',
  'operation.confirm': (): string => 'Confirm',
  'operation.cancel': (): string => 'Cancel',
  'operation.approve': (): string => 'Approve',
  'operation.undo': (): string => 'Undo',
  'operation.heading.planned': (): string => 'Waiting for approval',
  'operation.heading.running': (): string => 'Running',
  'operation.heading.succeeded': (): string => 'Done',
  'operation.heading.failed': (): string => 'Failed',
  'operation.heading.unknown': (): string => 'Outcome unknown',
  'operation.heading.cancelled': (): string => 'Cancelled',
  'operation.heading.expired': (): string => 'Expired',
  'operation.startedBy': (a: { by: string; at: number }): RichText => rich`Started by ${mention(a.by)} at ${clockTime(a.at)}`,
  'operation.tookBy': (a: { by: string; took: string; id: string }): RichText => rich`By ${mention(a.by)} · took ${a.took} · ${code(a.id)}`,
  'operation.needsApproval': (a: { by: string }): RichText => rich`${mention(a.by)} asks for this; a second person has to approve it.`,
  'operation.step.waiting': (): string => 'waiting',
  'operation.step.running': (): string => 'running',
  'operation.step.done': (): string => 'done',
  'operation.step.failed': (): string => 'failed',
  'operation.elsewhere': (a: { channel: string }): RichText =>
    rich`The bot is not in ${{ kind: 'channel', channelId: a.channel }}, so this comes to you alone. Invite it there with ${code('/invite')}.`,
  'operation.replanned': (): string =>
    'The object has changed since your plan was made, so nothing was changed. This is what would happen now:',
  'operation.cancelledNow': (): string => 'Cancelled. Nothing was changed.',
  'operation.started': (): string => 'Started; the channel shows the progress.',
  'operation.typeName': (a: { name: string }): RichText => rich`This cannot be undone. Type ${code(a.name)} to go on.`,
  'operation.typeNameLabel': (): string => 'Name',
  'operation.wrongName': (a: { name: string }): RichText => rich`Type exactly: ${a.name}`,
  'operation.approvalAsked': (): string => 'Confirmed. A second person now has to approve it in the channel.',

  'scale.title': (a: { name: string; from: number; to: number; cluster: string }): RichText =>
    rich`Scale ${code(a.name)} from ${bold(String(a.from))} to ${bold(String(a.to))} replicas on ${a.cluster}`,
  'scale.confirm': (a: { to: number; cluster: string }): RichText => rich`Scale to ${a.to} on ${a.cluster}`,
  'scale.undo': (a: { to: number }): RichText => rich`Undo (back to ${a.to})`,
  'scale.refuseCompactor': (): string =>
    'The Compactor stays at one replica: two on the same bucket produce overlapping blocks, and then it halts until somebody repairs them by hand. Nothing was changed.',
  'scale.refuseStore': (): string =>
    'More Store Gateways without sharding each load every block: they cost memory and do not make the Store faster. Shard it in git instead. Nothing was changed.',
  'scale.refuseRuler': (): string =>
    'Each Ruler needs its own replica label, or the same rule fires twice; that is a change in git, not of the replica count. Nothing was changed.',
  'scale.refuseFrontend': (): RichText => rich`The Query Frontend has its own command: ${code('/thanos frontend <n|off>')}`,
  'scale.refuseUnknown': (a: { component: string }): RichText =>
    rich`${code(a.component)} is not something the bot scales. Try ${code('/thanos scale query 2')}`,
  'scale.refuseZero': (): string => 'Zero replicas would switch it off for everybody. The bot does not do that; nothing was changed.',
  'scale.refuseReplicas': (a: { least: number; most: number }): RichText =>
    rich`Replicas must be a whole number from ${a.least} to ${a.most}. Nothing was changed.`,
  'scale.autoscaled': (a: { object: string; autoscaler: string }): RichText =>
    rich`${code(a.autoscaler)} sets the replicas of ${code(a.object)} and would change them back. Change its bounds instead; nothing was changed.`,
  'scale.nothingToDo': (a: { object: string; replicas: number }): RichText =>
    rich`${code(a.object)} already has ${count(a.replicas, 'replica')}. There is nothing to do.`,
  'scale.readyNow': (a: { ready: number; replicas: number }): RichText => rich`${a.ready} of ${count(a.replicas, 'pod')} ready`,
  'scale.noteNoRestart': (): string => 'Running pods are not restarted.',
  'scale.noteFewerQueries': (): string => 'Running queries of the pods that go away are cut off; dashboards retry them.',
  'scale.notePrometheus': (): string =>
    'Each replica is a full copy that scrapes the same targets: more safety, not more capacity, and one more upload stream to S3.',
  'scale.noteStores': (a: { count: number }): RichText => rich`Afterwards Query must list the same ${count(a.count, 'store')} as now.`,
  'scale.noteStoresUnknown': (): string => 'Query did not list its stores, so they cannot be compared afterwards.',
  'scale.stepSet': (a: { replicas: number }): RichText => rich`Set replicas to ${a.replicas}`,
  'scale.stepPods': (): string => 'Pods ready',
  'scale.stepStores': (): string => 'Stores listed by Query',
  'scale.notApplied': (a: { object: string; wanted: number; found: number }): RichText =>
    rich`${code(a.object)} has ${count(a.found, 'replica')}, not ${a.wanted}: the change did not take effect, or something else set it back. It is safe to try again.`,
  'scale.notReady': (a: { object: string; ready: number; wanted: number }): RichText =>
    rich`${code(a.object)} is set to ${count(a.wanted, 'replica')}, of which ${a.ready} ready. See ${code('/thanos pods')}; the change itself stands.`,
  'scale.storesFound': (a: { found: number; expected: number }): RichText => rich`${a.found} of ${count(a.expected, 'store')}`,
  'scale.storesMissing': (a: { object: string; missing: readonly string[] }): RichText =>
    rich`${code(a.object)} is ready, but Query no longer lists these stores: ${codes(a.missing)}`,
  'scale.done': (a: { object: string; replicas: number; found: number; expected: number }): RichText =>
    rich`${code(a.object)} has ${a.replicas} of ${count(a.replicas, 'pod')} ready, and Query lists ${a.found} of ${count(a.expected, 'store')}.`,
  'scale.doneWithoutStores': (a: { object: string; replicas: number }): RichText =>
    rich`${code(a.object)} has ${a.replicas} of ${count(a.replicas, 'pod')} ready. The stores were not compared.`,

  'backup.title': (a: { clusters: readonly string[] }): RichText => rich`Back up the Kubernetes objects of ${codes(a.clusters)}`,
  'backup.confirm': (a: { clusters: number }): RichText => rich`Back up ${count(a.clusters, 'cluster')}`,
  'backup.noDestination': (): RichText =>
    rich`No backup destination is configured. Set ${code('backup.destination.s3')} in the configuration file.`,
  'backup.noteReadsOnly': (): string => 'The clusters are only read; nothing in them changes.',
  'backup.noteSecretsEncrypted': (): RichText => rich`Secrets are included, encrypted to ${code('BACKUP_RECIPIENT')}.`,
  'backup.noteSecretsLeftOut': (): RichText =>
    rich`Secrets are left out, because no ${code('BACKUP_RECIPIENT')} is configured to encrypt them to.`,
  'backup.step': (a: { cluster: string }): RichText => rich`${a.cluster}`,
  'backup.stepManifest': (): string => 'manifest',
  'backup.stepDetail': (a: { objects: number; size: string }): RichText => rich`${count(a.objects, 'object')}, ${a.size}`,
  'backup.done': (a: { id: string; clusters: number; objects: number; size: string; leftOut: readonly string[] }): RichText =>
    rich`Backup ${code(a.id)} is complete and was read back: ${count(a.clusters, 'cluster')}, ${count(a.objects, 'object')}, ${a.size}.${
      a.leftOut.length === 0 ? '' : rich` Left out: ${a.leftOut.join(', ')}.`
    }`,
  'backup.failedParts': (a: { id: string; parts: readonly string[] }): RichText =>
    rich`Backup ${code(a.id)} is NOT usable as a whole. Failed: ${a.parts.join('; ')}. Earlier backups are untouched.`,
  'backup.notThere': (a: { id: string }): RichText =>
    rich`Backup ${code(a.id)} was not finished: it has no manifest. Earlier backups are untouched; it is safe to run it again.`,
  'backup.damaged': (a: { id: string; parts: readonly string[] }): RichText =>
    rich`Backup ${code(a.id)} was written but does not read back as written: ${a.parts.join(', ')}`,
  'backup.listTitle': (): string => 'Backups',
  'backup.listEmpty': (): RichText => rich`There is no backup yet. Make one with ${code('/thanos backup')}`,
  'backup.listText': (a: { complete: number; broken: number }): RichText =>
    a.broken === 0
      ? rich`${count(a.complete, 'backup')}, all complete and verified.`
      : rich`${count(a.complete, 'complete backup')}, ${a.broken} incomplete or damaged.`,
  'backup.column.id': (): string => 'Backup',
  'backup.column.state': (): string => 'State',
  'backup.column.time': (): string => 'Time',
  'backup.column.objects': (): string => 'Objects',
  'backup.column.size': (): string => 'Size',
  'backup.column.note': (): string => 'Note',
  'backup.state.verified': (): string => 'verified',
  'backup.state.damaged': (): string => 'DAMAGED',
  'backup.state.failed': (): string => 'FAILED',
  'backup.state.incomplete': (): string => 'INCOMPLETE',
  'backup.expired': (a: { ids: readonly string[] }): RichText => rich`Expired backups removed: ${codes(a.ids)}`,
  'backup.scheduledFailed': (a: { id: string }): RichText => rich`The scheduled backup ${code(a.id)} could not be made.`,
};
