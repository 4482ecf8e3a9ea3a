import { readFileSync } from 'node:fs';

/** Prints the Slack app manifest, to be pasted at api.slack.com/apps. */
process.stdout.write(readFileSync(`${import.meta.dirname}/../manifests/slack-app.yaml`, 'utf8'));
