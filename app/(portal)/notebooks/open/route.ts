import { redirect } from 'next/navigation'
import { requirePerson } from '@/lib/auth/current-person'
import { openNotebook } from '@/lib/demo/open-notebook'
import { sampleNotebooks } from '@/lib/plant/sample-notebooks'
import { system } from '@/lib/system'

/** Sends the browser to the person's own server with a ticket; a file that is not one of the samples opens the start page. */
export async function GET(request: Request) {
  const person = await requirePerson('notebook.open')
  const wanted = new URL(request.url).searchParams.get('file')
  const file = (await sampleNotebooks()).find(({ path }) => path === wanted)?.path
  const opened = await openNotebook(system(), person, file)
  redirect(opened.ok ? opened.url : '/notebooks?refused=1')
}
