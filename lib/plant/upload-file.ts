import type { Person } from '@/lib/auth/person'
import { Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

export const largestUploadBytes = 100_000_000

/** Where a person's own files lie in the space, apart from what the product writes. */
const folder = 'uploads'
/** Long enough for a slow line to begin; the store does not break off what runs. */
const linkSeconds = 300

/**
 * An address to which the browser PUTs one new file of the person's own space. A file that is there is never replaced.
 * @throws Refusal when the name is taken or is none, and when the store does not answer.
 */
export async function linkForUpload({ objects }: System, { tenantId }: Pick<Person, 'tenantId'>, name: string): Promise<string> {
  const path = `${folder}/${name}`
  const listed = await objects.list(tenantId)
  if (!listed.ok) throw new Refusal(503, 'Storage does not answer', `The object storage did not answer: ${listed.failure.message}. Nothing was uploaded; try again in a minute.`)
  if (listed.value.some((stored) => stored.path === path)) throw new Refusal(409, 'Name taken', `There is a file called ${name}. Give yours another name: files are not replaced.`)
  const link = await objects.presignUpload(tenantId, path, linkSeconds)
  if (!link.ok) throw new Refusal(422, 'Not uploaded', `${name} cannot be stored: ${link.failure.message}.`)
  return link.value
}
