import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIBRARIES = ['core', 'network', 'internet', 'point-to-point', 'applications'];

/**
 * Packet-hops in a second of ns-3 on the network of `hopsPerSecond`, on one core. Debian's build of ns-3 is not its
 * fastest, and it makes real headers where we make bytes only when somebody looks.
 * @returns null, having said why, where ns-3 or a compiler is missing
 */
export function ns3HopsPerSecond(pairs: number, seconds: number, tries: number): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-ns3-'));
  try {
    const program = join(folder, 'echo');
    const source = 'test/bench/ns3/echo.cc';
    const libraries = LIBRARIES.map((name) => `-lns3-${name}`);
    const built = spawnSync('g++', ['-O2', '-std=c++17', source, '-o', program, ...libraries], {
      encoding: 'utf8',
    });
    if (built.status !== 0) {
      const why = built.error?.message ?? built.stderr.split('\n')[0] ?? '';
      process.stderr.write(`bench: not compared with ns-3 (apt-get install g++ libns3-dev): ${why}\n`);
      return null;
    }
    const figures = Array.from({ length: tries }, () =>
      Number(spawnSync(program, [`--pairs=${pairs}`, `--seconds=${seconds}`], { encoding: 'utf8' }).stdout),
    );
    return Math.max(...figures);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
