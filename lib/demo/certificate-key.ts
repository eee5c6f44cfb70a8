import { type SigningKey, signingKey } from '@/lib/signing-key'

/** With which deletion certificates are signed. */
export const certificateKey = (varDir: string): SigningKey => signingKey(varDir, 'certificate')
