// What Biome does not look for. TypeScript is only parsed: typescript-eslint cannot use the project's compiler.
import parser from '@babel/eslint-parser';
import redos from 'eslint-plugin-redos';
import security from 'eslint-plugin-security';

const LOOKED_AT = ['.ts', '.tsx', '.mjs'].map((end) => `**/*${end}`);

/** Each for its reason. */
const NOT_ASKED = {
  // Keys come from types of the code; what comes in is parsed by zod, and __proto__ is tried by the fuzz tests (SEC-087).
  'security/detect-object-injection': 'off',
  // The files are the project's own, or named by the operator at the command line.
  'security/detect-non-literal-fs-filename': 'off',
  // It guesses by the shape; redos/no-vulnerable works it out.
  'security/detect-unsafe-regex': 'off',
  // It goes by the names of variables. Secrets are compared as hashes, in SQL or with timingSafeEqual.
  'security/detect-possible-timing-attacks': 'off',
  // The one there is escapes what it is made of.
  'security/detect-non-literal-regexp': 'off',
};

export default [
  { ignores: ['server/platform/db/generated/**', 'client/src/gql/**'] },
  {
    files: LOOKED_AT,
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    languageOptions: {
      parser,
      parserOptions: {
        requireConfigFile: false,
        babelOptions: { parserOpts: { plugins: ['typescript', 'jsx', 'decorators'] } },
      },
    },
    plugins: { security },
    rules: {
      ...Object.fromEntries(Object.keys(security.rules).map((name) => [`security/${name}`, 'error'])),
      ...NOT_ASKED,
    },
  },
  {
    // In the browser and in the tools whoever writes the text is whoever waits.
    files: ['server/**/*.ts'],
    // Reads passwords, of 128 characters at most.
    ignores: ['server/modules/account/password-common.ts'],
    plugins: { redos },
    rules: { 'redos/no-vulnerable': 'error' },
  },
];
