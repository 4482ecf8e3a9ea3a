import { type BackupListing, madeAt } from '../../actions/backup-catalogue.ts';
import { leftOutOf, totalOf } from '../../actions/backup-manifest.ts';
import { type BackupRow, backupsMessage } from '../../messages/backup.ts';
import { say } from '../../messages/say.ts';
import { UserError } from '../../model/errors.ts';
import { atMost } from './arguments.ts';
import { defineCommand } from './command.ts';

export const backupList = defineCommand({
  id: 'backup list',
  usage: '',
  summary: say('command.summary.backupList'),
  access: 'anyone',
  parse: (argv) => atMost(argv, 0, 'backup list'),
  run: async (_args, { sources, view, signal }) => {
    const listings = await sources.backups(signal);
    if (listings === null) {
      throw new UserError(say('backup.noDestination'));
    }
    return { kind: 'show', message: backupsMessage(listings.map(rowOf), view), isShareable: true };
  },
});

function rowOf(listing: BackupListing): BackupRow {
  const total = listing.state === 'incomplete' ? null : totalOf(listing.manifest);
  return { id: listing.id, state: listing.state, madeAt: madeAt(listing), total, note: noteOf(listing) };
}

function noteOf(listing: BackupListing): string {
  switch (listing.state) {
    case 'incomplete':
      return '';
    case 'damaged':
      return listing.broken.join(', ');
    case 'failed':
      return listing.manifest.parts.flatMap(({ cluster, failure }) => (failure === null ? [] : [`${cluster}: ${failure}`])).join('; ');
    case 'verified': {
      const leftOut = leftOutOf(listing.manifest);
      return leftOut.length === 0 ? '' : `- ${leftOut.join(', ')}`;
    }
  }
}
