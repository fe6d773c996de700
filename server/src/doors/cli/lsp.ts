import path from 'node:path';
import { serveLanguage } from '../lsp/serveLanguage';
import { CannotRun, exitStatus, type CliCommand } from './command';

export const lspCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('lsp')
      .description('Run the language server for any editor')
      .option('--stdio', 'talk over standard input and output')
      .action(({ stdio }: { readonly stdio?: true }) =>
        run(({ packageFolder }) => {
          if (stdio !== true) {
            throw new CannotRun('The language server talks over standard input and output: add --stdio.');
          }
          serveLanguage(path.join(packageFolder, 'dist'));
          return Promise.resolve(exitStatus.clean);
        }),
      );
  },
};
