import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signingKeyFile } from '@/lib/signing-key-file'

/** With which the portal vouches for who came by a link (ES256). */
export const entryKey = (varDir: string): KeyObject => createPrivateKey(signingKeyFile(varDir, 'entry.pem', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
