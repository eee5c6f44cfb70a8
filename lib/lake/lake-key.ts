import { hkdfSync } from 'node:crypto'
import { done, type Outcome } from '@/lib/adapters/outcome'
import type { System } from '@/lib/system'
import { dataKeyOf } from '@/lib/tenancy/data-key'

/**
 * The key of a tenant's Parquet files (AES-256-GCM, Parquet modular encryption) in base64, derived from the tenant's data
 * key and kept nowhere. Refused once the wrapping key is destroyed: then nobody reads the files again.
 */
export async function lakeKeyOf({ db, keys }: Pick<System, 'db' | 'keys'>, tenantId: string): Promise<Outcome<string>> {
  const dataKey = await dataKeyOf(db, keys, tenantId)
  return dataKey.ok ? done(Buffer.from(hkdfSync('sha256', dataKey.value, '', 'millrace lake v1', 32)).toString('base64')) : dataKey
}
