import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import type { System } from './stand-in.ts';
import { standIn } from './stand-in.ts';

const root = resolve(import.meta.dirname, '../..');

/** What is packed, and where its parts are. */
export interface Packed {
  readonly folder: string;
  /** The executable, of which the fuses are. */
  readonly program: string;
  readonly asar: string;
  /** For Linux, one for each form of package. */
  readonly entries: readonly DesktopEntry[];
}

/** What the maker of a package for Linux would be given. */
export interface DesktopEntry {
  readonly args: readonly string[];
  /** The entry for the system's menu. */
  readonly text: string;
}

const WHERE: Readonly<
  Record<
    System,
    { platform: Platform; targets: string[]; folder: string; program: string; resources: string }
  >
> = {
  linux: {
    platform: Platform.LINUX,
    targets: ['dir', 'AppImage', 'deb', 'rpm'],
    folder: 'linux-unpacked',
    program: 'edge-lab',
    resources: 'resources',
  },
  mac: {
    platform: Platform.MAC,
    targets: ['dir'],
    folder: 'mac/Edge Lab.app/Contents',
    program: '..',
    resources: 'Resources',
  },
  windows: {
    platform: Platform.WINDOWS,
    targets: ['dir'],
    folder: 'win-unpacked',
    program: 'Edge Lab.exe',
    resources: 'resources',
  },
};

/**
 * Packs the built program for a system with electron-builder.yml as it is, around a stand-in of Electron, as far as the
 * folder from which installers are made.
 * @param folder an empty one to work in
 */
export async function pack(system: System, folder: string): Promise<Packed> {
  const { platform, targets, program, resources, folder: unpacked } = WHERE[system];
  const electronDist = join(folder, 'electron');
  standIn(system, electronDist);
  const output = join(folder, 'packed');
  // Pictures in the systems' own formats are made by a tool that is downloaded: these are around the PNG that we have.
  const icon = join(folder, system === 'mac' ? 'icon.icns' : 'icon.ico');
  writeFileSync(icon, system === 'mac' ? '' : icoOf(readFileSync(join(root, 'build/web/icon-512.png'))));
  const entries: DesktopEntry[] = [];
  await build({
    projectDir: root,
    targets: platform.createTarget([...targets], Arch.x64),
    publish: 'never',
    // electron-builder's own tests stop it here, too: what follows are programs that are downloaded.
    effectiveOptionComputed: (options: unknown) => {
      entries.push(entryOf(options));
      return Promise.resolve(true);
    },
    config: {
      extends: 'electron-builder.yml',
      electronDist,
      directories: { output, buildResources: 'build' },
      ...(system === 'mac' ? { mac: { icon } } : {}),
      ...(system === 'windows' ? { win: { icon } } : {}),
    },
  });
  const at = join(output, unpacked);
  return { folder: at, program: join(at, program), asar: join(at, resources, 'app.asar'), entries };
}

/** A large picture as a Windows icon: a header and an entry before the PNG as it stands. */
function icoOf(png: Buffer): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(22, 18);
  return Buffer.concat([head, png]);
}

/** What electron-builder hands on: a text for an AppImage; arguments and the name of a file that will be gone for the others. */
function entryOf(options: unknown): DesktopEntry {
  if (!Array.isArray(options)) return { args: [], text: (options as { desktop: string }).desktop };
  const [args, file] = options as [string[], string];
  return { args, text: readFileSync(file, 'utf8') };
}
