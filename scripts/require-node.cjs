// Plain CommonJS, because it must also run on the Node that is too old for everything else.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    'thanos-chatops needs Node 24 or later; this is ' +
      process.version +
      '. On Linux (x64, arm64) "npm ci" installs Node 24 for its own scripts: run it without --omit=optional. Elsewhere install Node 24 first.',
  );
  process.exit(1);
}
