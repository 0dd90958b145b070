// Does the work of a security check beside the page. The package's own worker is made for Node's cryptography.
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { handler } from 'altcha-lib/workers/shared';

handler({ deriveKey });
