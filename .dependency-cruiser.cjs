/**
 * The arrows of the house (docs/architecture.md): which room may know which.
 * Each entry names a room and the rooms its files may import, itself always included.
 */
const mayKnow = {
  sql: [],
  project: ['sql'],
  catalog: ['sql'],
  tenancy: ['sql', 'project', 'catalog'],
  behaviour: ['sql', 'catalog'],
  rewrite: ['sql', 'project', 'catalog', 'behaviour'],
  // A fix is a rewrite that a rule offers.
  rules: ['sql', 'project', 'catalog', 'tenancy', 'behaviour', 'rewrite'],
  service: ['sql', 'project', 'catalog', 'tenancy', 'behaviour', 'rules', 'rewrite'],
  rehearsal: ['sql', 'project', 'catalog', 'tenancy', 'behaviour'],
  // Its files are written as a rewrite writes them; the gate's last stage is a function, so that it knows no server.
  drafts: ['sql', 'project', 'catalog', 'tenancy', 'behaviour', 'rewrite', 'service'],
};

const rooms = Object.entries(mayKnow).map(([room, known]) => ({
  name: `${room}-knows-only-${['itself', ...known].join('-')}`,
  severity: 'error',
  from: { path: `^server/src/${room}/` },
  to: { path: '^server/src/', pathNot: [room, ...known].map((name) => `^server/src/${name}/`) },
}));

const ioModules = '^(node:)?(fs|fs/promises|child_process|net|http|https|os|timers|worker_threads)$';

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'pure-rooms-do-no-io',
      comment: 'Files, clocks and settings come in as arguments; tests may read what they compare with.',
      severity: 'error',
      from: {
        path: '^server/src/(sql|project|catalog|tenancy|behaviour|rules|rewrite|service|drafts)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: ioModules },
    },
    {
      name: 'only-the-client-knows-vscode',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(vscode$|client/)' },
    },
    {
      name: 'client-knows-the-server-through-the-protocol',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/src/', pathNot: '^server/src/doors/lsp/protocol\\.ts$' },
    },
    {
      name: 'rules-never-know-each-other',
      comment: 'A rule shares code through the folder of shared readings, not through another rule.',
      severity: 'error',
      from: { path: '^server/src/rules/(postgres|tenancy|rls|rollback)/([^/]+)\\.ts$' },
      to: {
        path: '^server/src/rules/(postgres|tenancy|rls|rollback)/',
        pathNot: '^server/src/rules/$1/$2\\.ts$',
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.build|dist)/' },
  },
};
