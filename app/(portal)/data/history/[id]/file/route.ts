import { notFound, redirect } from 'next/navigation'
import { requirePerson } from '@/lib/auth/current-person'
import { type ImportFile, importFiles } from '@/lib/history/import-files'
import { linkToImportFile } from '@/lib/history/imports'
import { system } from '@/lib/system'

/** Makes a link to a file of an import when it is clicked: `which` is `upload`, `refused` or `readings`. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.setup')
  const which = new URL(request.url).searchParams.get('which') as ImportFile
  if (!importFiles.includes(which)) notFound()
  const link = await linkToImportFile(system(), person, (await params).id, which)
  if (!link) notFound()
  redirect(link)
}
