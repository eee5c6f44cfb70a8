import { notFound, redirect } from 'next/navigation'
import { requirePerson } from '@/lib/auth/current-person'
import { openFile } from '@/lib/demo/open-file'
import { system } from '@/lib/system'

/** Makes a link to one object of the person's own space when it is clicked, never before. */
export async function GET(request: Request) {
  const person = await requirePerson('data.download')
  const link = await openFile(system(), person, new URL(request.url).searchParams.get('path') ?? '')
  if (!link) notFound()
  redirect(link)
}
