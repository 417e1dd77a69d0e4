import type { Command } from 'commander';
import { BUILTIN_DESIGNS } from '../../simulator/designs/registry.ts';
import { CliError, print, printJson, table } from './output.ts';

/** `lab design [NAME]` */
export function designCommand(program: Command): void {
  program
    .command('design')
    .description('lists the built-in designs, or prints one as a design file')
    .argument('[name]', 'a built-in design')
    .option('--json', 'as JSON')
    .action((name: string | undefined, options: { json?: boolean }) => {
      if (name !== undefined) {
        const found = BUILTIN_DESIGNS.find((one) => one.id === name);
        const names = BUILTIN_DESIGNS.map((one) => one.id).join(', ');
        if (!found) throw new CliError(`there is no built-in design "${name}": must be one of ${names}`);
        print(found.text);
        return;
      }
      const designs = BUILTIN_DESIGNS.map(({ id, title, description }) => ({ id, title, description }));
      if (options.json) printJson({ designs });
      else print(table([['id', 'title'], ...designs.map((one) => [one.id, one.title])]));
    });
}
