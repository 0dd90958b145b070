import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectDir, readSource } from './sources.ts';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
}

type Packages = Record<string, Package>;

const manifest = JSON.parse(readSource('package.json').text) as { allowScripts: Record<string, boolean> };
const packagesOf = (file: string): Packages => (JSON.parse(readSource(file).text) as { packages: Packages }).packages;

/** Its name, wherever it is nested; the project itself has none. */
const nameOf = (place: string): string => place.split('node_modules/').at(-1) ?? '';

/** Packages that are not exactly what the registry once gave, by https and with a strong sum. */
function unlockedOf(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([place, { version, resolved, integrity, link }]) => {
    if (place === '') return [];
    const isRegistry = resolved === undefined || resolved.startsWith('https://registry.npmjs.org/');
    const isWhole = /^sha512-[A-Za-z\d+/]{86}==$/.test(integrity ?? '') && /^\d+\.\d+\.\d+/.test(version ?? '');
    return isRegistry && isWhole && !link ? [] : [place];
  });
}

/** Packages with a script at installation about which nobody decided. */
function undecidedOf(packages: Packages, decided: Record<string, boolean>): string[] {
  return Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    place !== '' && hasInstallScript && decided[nameOf(place)] === undefined ? [nameOf(place)] : [],
  );
}

/** Under which the project may be given on, whole, under the EUPL. */
const LICENCES = [
  ...['MIT', 'MIT-0', 'MIT and ISC', 'MIT OR Apache-2.0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'],
  ...['Apache-2.0', 'BlueOak-1.0.0', 'Python-2.0', 'Unlicense', 'MPL-2.0', 'EPL-2.0', 'EUPL-1.2'],
];
/** Its file of the licence says MIT; its package.json says nothing. */
const UNSAID = ['seq-queue'];

function unlicensedOf(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([place, { license = 'none', dev }]) =>
    dev || LICENCES.includes(license) || UNSAID.includes(nameOf(place)) ? [] : [`${nameOf(place)}: ${license}`],
  );
}

describe('what is not ours', () => {
  it.each(['package-lock.json', '.ci/checks/package-lock.json'])(
    '[SEC-116] %s names nothing but packages of the registry, each with its sum',
    (file) => {
      const packages = packagesOf(file);
      expect(Object.keys(packages).length).toBeGreaterThan(100);
      expect(unlockedOf(packages)).toEqual([]);
    },
  );

  it('[SEC-116] has no script at installation beyond those that were decided about', () => {
    const packages = packagesOf('package-lock.json');
    expect(undecidedOf(packages, manifest.allowScripts)).toEqual([]);
    const names = new Set(Object.keys(packages).map(nameOf));
    expect(Object.keys(manifest.allowScripts).filter((name) => !names.has(name))).toEqual([]);
  });

  it('has a licence under which all of it may be given on', () => {
    expect(unlicensedOf(packagesOf('package-lock.json'))).toEqual([]);
  });

  it('[SEC-116] is listed, part by part, by npm’s own list in CycloneDX', () => {
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
    const printed = execFileSync('npm', args, {
      cwd: projectDir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const list = JSON.parse(printed) as { bomFormat: string; components: { name: string; purl: string }[] };
    expect(list.bomFormat).toBe('CycloneDX');
    const purls = new Set(list.components.map(({ purl }) => purl.split('?')[0]));
    for (const [name, version] of Object.entries(directOf())) {
      expect(purls).toContain(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    }
  });
});

function directOf(): Record<string, string> {
  return (JSON.parse(readSource('package.json').text) as { dependencies: Record<string, string> }).dependencies;
}

describe('the measures', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const good: Package = { version: '1.0.0', integrity, license: 'MIT' };
  const place = 'node_modules/a';

  it.each<[string, Package]>([
    ['another registry', { ...good, resolved: 'https://npm.example/a.tgz' }],
    ['no encryption', { ...good, resolved: 'http://registry.npmjs.org/a.tgz' }],
    ['a repository', { ...good, resolved: 'git+ssh://git@code.example/a.git#main' }],
    ['a folder', { link: true, resolved: '../a' }],
    ['no sum', { version: '1.0.0' }],
    ['a weak sum', { ...good, integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ])('find %s', (_what, bad) => {
    expect(unlockedOf({ '': {}, [place]: bad })).toEqual([place]);
    expect(unlockedOf({ '': {}, [place]: good })).toEqual([]);
  });

  it('find a script that nobody decided about, and a licence that nobody may give on', () => {
    const packages = { [place]: { ...good, hasInstallScript: true, license: 'UNLICENSED' } };
    expect(undecidedOf(packages, { b: true })).toEqual(['a']);
    expect(undecidedOf(packages, { a: false })).toEqual([]);
    expect(unlicensedOf(packages)).toEqual(['a: UNLICENSED']);
  });
});
